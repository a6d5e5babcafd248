#!/usr/bin/env python3
"""A second verifier of the transparency log, written from the specifications alone: nothing of it is the product's.

It reads the files that `assent audit export` writes (C2SP tlog-tiles) and says whether they hold:

  verify.py LOG --key VKEY [--since CHECKPOINT [--witness VKEY]] [--digest HEX]

- the checkpoint is signed with the key (C2SP signed-note, Ed25519 by the `cryptography` package or by Node);
- the leaves make the tiles, the tiles make the root (RFC 6962, section 2.1);
- the log is the one of an old checkpoint, made longer;
- a witness signed the old checkpoint (C2SP tlog-cosignature);
- a digest stands in a leaf, and a path leads from that leaf to the root;
- every leaf is in the form of a leaf, in order of time, with no digest twice, and no use before a policy;
- what an operator did is something that operators do, and a file left under an approval that another key gave.

It prints one line of JSON and ends with 0, or says what does not hold and ends with 1.
"""
import argparse
import base64
import hashlib
import json
import pathlib
import re
import subprocess
import sys

KINDS = {"statements", "uses", "export", "erasure", "key", "policy", "operator"}
WORDS_ONLY = {"key", "policy", "operator"}
DEEDS = {"agent", "approval", "backup", "catalog", "escrow", "experiment", "export", "import", "incident", "notice",
         "recipient", "request", "restored", "slot"}
DIGESTS_MAX = 256
WIDTH = 256
# A head, words that are no digest, and digests, each in a line of its own.
LEAF = re.compile(r"assent log 1 ([a-z]+) (0|[1-9][0-9]*)\n"
                  r"(?:(?![0-9a-f]{64}\n)([ -~]{1,300})\n)?((?:[0-9a-f]{64}\n)*)").fullmatch


class Fault(Exception):
    """Something that does not hold."""


def due(holds, says):
    if not holds:
        raise Fault(says)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# === the tree ===

def split(count):
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def levels_of(hashes, tops):
    """The hashes of each level of tiles, from the leaves up; `tops` are the roots of the lowest."""
    while hashes:
        yield hashes
        hashes = tops[:len(hashes) // WIDTH]
        tops = tops_of(hashes)


def tops_of(hashes):
    """The root of each tile, that of a last one that is not full too: the root of these is that of all."""
    return [root(hashes[at:at + WIDTH]) for at in range(0, len(hashes), WIDTH)]


def root(hashes):
    """Pairs are joined from below; what is left over at the right goes up as it is."""
    if not hashes:
        return sha256()
    new = hashlib.sha256
    while len(hashes) > 1:
        odd = [hashes[-1]] if len(hashes) % 2 else []
        hashes = [new(b"\1" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2])] + odd
    return hashes[0]


def path(hashes, at):
    """The hashes beside a leaf's way to the root, each with whether it stands to the left."""
    if len(hashes) < 2:
        return []
    half = split(len(hashes))
    if at < half:
        return path(hashes[:half], at) + [(False, root(hashes[half:]))]
    return path(hashes[half:], at - half) + [(True, root(hashes[:half]))]


def climbed(leaf, way):
    for left, beside in way:
        leaf = sha256(b"\1", beside, leaf) if left else sha256(b"\1", leaf, beside)
    return leaf


# === signed notes ===

def read_key(vkey, kind=b"\1"):
    name, key_id, rest = vkey.strip().split("+", 2)
    raw = base64.b64decode(rest, validate=True)
    due(raw[:1] == kind and len(raw) == 33, "the key is no Ed25519 key of this kind")
    due(sha256(name.encode(), b"\n", raw)[:4].hex() == key_id, "the key does not belong to its name")
    return name, bytes.fromhex(key_id), raw[1:]


def signature_matches(key, text, signature):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return node_says(key, text, signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
        return True
    except InvalidSignature:
        return False


def node_says(key, text, signature):
    """The same by Node, where Python has no Ed25519."""
    der = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key).decode()
    program = ("const c=require('crypto');const [k,t,s]=JSON.parse(require('fs').readFileSync(0));"
               "const b=x=>Buffer.from(x,'base64');const p=c.createPublicKey({key:b(k),format:'der',type:'spki'});"
               "process.stdout.write(String(c.verify(null,b(t),p,b(s))))")
    sent = json.dumps([der, base64.b64encode(text).decode(), base64.b64encode(signature).decode()])
    return subprocess.run(["node", "-e", program], input=sent, capture_output=True, text=True).stdout == "true"


def signed_by(file, key, read=lambda text, signature: (text, signature)):
    """The text of a note that a key signed; `read` says what was signed, and where the signature is in its line."""
    name, key_id, raw = key
    note = pathlib.Path(file).read_bytes()
    text, parted, below = note.rpartition(b"\n\n")
    due(parted and below.endswith(b"\n"), "the checkpoint is no signed note")
    text += b"\n"
    mine = []
    for line in below.decode().splitlines():
        found = re.fullmatch("\u2014 (\\S+) (\\S+)", line)
        due(found, "a line below the checkpoint is no signature")
        signature = base64.b64decode(found[2], validate=True)
        due(base64.b64encode(signature).decode() == found[2], "a signature that can be written in two ways")
        if found[1] == name and signature[:4] == key_id:
            mine.append(signature[4:])
    due(mine, "the checkpoint is signed by another key")
    due(all(signature_matches(raw, *read(text, signature)) for signature in mine), "the checkpoint was changed")
    return text


def checkpoint(file, key):
    """Size and root out of a signed checkpoint."""
    origin, size, top = signed_by(file, key).decode().splitlines()
    due(origin == key[0], "the checkpoint is of another log")
    return int(size), base64.b64decode(top, validate=True)


def cosigned(text, signature):
    """What a witness signs: the time, in eight bytes before the signature, and the text."""
    due(len(signature) == 72, "a cosignature of another length")
    return b"cosignature/v1\ntime %d\n" % int.from_bytes(signature[:8], "big") + text, signature[8:]


# === tiles and leaves ===

def numbered(number, width):
    digits = f"{number % 1000:03}"
    while number >= 1000:
        number //= 1000
        digits = f"x{number % 1000:03}/{digits}"
    return digits if width == WIDTH else f"{digits}.p/{width}"


def bundles(log, size):
    for number in range((size + WIDTH - 1) // WIDTH):
        width = min(WIDTH, size - number * WIDTH)
        data, at, count = (log / "tile/entries" / numbered(number, width)).read_bytes(), 0, 0
        while at < len(data):
            length = int.from_bytes(data[at:at + 2], "big")
            leaf = data[at + 2:at + 2 + length]
            due(len(leaf) == length and at + 2 <= len(data), "a bundle was cut short")
            at, count = at + 2 + length, count + 1
            yield leaf
        due(count == width, "a bundle has more or fewer leaves than its name says")


def read_leaf(leaf):
    """Kind, time, words and digests of a leaf."""
    found = LEAF(leaf.decode("ascii"))
    due(found and found[1] in KINDS, "what is no leaf")
    kind, when, words, digests = found.groups()
    lines = digests.split()
    due((words and not lines) if kind in WORDS_ONLY else 1 <= len(lines) <= DIGESTS_MAX, "a leaf that says nothing")
    return kind, int(when), words or "", lines


def approval_follows(words, approvals):
    """Asked for once, given once and by another key, and no file under one that was not given."""
    if found := re.fullmatch(r"approval (\S+) asked by (\S+)( .*)?", words):
        new = found[1] not in approvals
        approvals.setdefault(found[1], [found[2], False])
        return new
    if found := re.fullmatch(r"approval (\S+) given by (\S+)", words):
        asked = approvals.get(found[1], [found[2], True])
        follows, asked[1] = asked[0] != found[2] and not asked[1], True
        return follows
    if found := re.fullmatch(r"export .* under approval (\S+)", words):
        return approvals.get(found[1], [None, False])[1]
    return not words.startswith("approval ")


def check_rules(leaves):
    """What must be so in a log. Where each digest stands, and how many leaves of each kind there are."""
    places, kinds, latest, approvals = {}, {}, 0, {}
    for at, leaf in enumerate(leaves):
        try:
            kind, when, words, digests = read_leaf(leaf)
        except ValueError as error:
            raise Fault(f"leaf {at} is no text") from error
        if when < latest:
            raise Fault(f"leaf {at} is older than the one before it")
        if kind == "uses" and "policy" not in kinds:
            raise Fault(f"leaf {at} is a use before any policy")
        if kind == "operator":
            first, space, _ = words.partition(" ")
            due(space and first in DEEDS, f"leaf {at} says nothing that an operator does")
            due(approval_follows(words, approvals), f"leaf {at} is of an approval that does not follow")
        latest = when
        kinds[kind] = kinds.get(kind, 0) + 1
        for digest in digests:
            if digest in places and kind != "erasure":
                raise Fault(f"leaf {at} has a digest twice")
            places[digest] = at
    return places, kinds


def verify(log, key, since, witness, digest):
    if witness:
        signed_by(since, read_key(witness, b"\4"), cosigned)
    size, top = checkpoint(log / "checkpoint", key)
    leaves = list(bundles(log, size))
    hashes = [sha256(b"\0", leaf) for leaf in leaves]
    tops = tops_of(hashes)
    due(root(tops) == top, "the log was altered: its root is another one")
    for level, known in enumerate(levels_of(hashes, tops)):
        for number in range((len(known) + WIDTH - 1) // WIDTH):
            tile = known[number * WIDTH:(number + 1) * WIDTH]
            stored = (log / "tile" / str(level) / numbered(number, len(tile))).read_bytes()
            due(stored == b"".join(tile), "a tile is not the one that the leaves make")
    if since:
        old_size, old_top = checkpoint(since, key)
        due(old_size <= size and root(hashes[:old_size]) == old_top, "the log is not the old one made longer")
    places, kinds = check_rules(leaves)
    inclusion = None
    if digest:
        due(digest in places, "the log does not know of it")
        way = path(hashes, places[digest])
        due(climbed(hashes[places[digest]], way) == top, "the path does not lead to the root")
        inclusion = {"leaf": places[digest], "hashes": len(way)}
    return {"holds": True, "inclusion": inclusion, "kinds": kinds, "leaves": size}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("log", type=pathlib.Path)
    ask.add_argument("--key", required=True)
    ask.add_argument("--since")
    ask.add_argument("--witness")
    ask.add_argument("--digest")
    asked = ask.parse_args()
    try:
        print(json.dumps(verify(asked.log, read_key(asked.key), asked.since, asked.witness, asked.digest), sort_keys=True))
    except (Fault, ValueError, OSError) as fault:
        print(f"verify.py: {fault}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
