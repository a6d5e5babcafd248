"""A shop's own server in Python, with nothing but the standard library: it issues tokens to its visitors' pages, sends
what was bought, and asks for recommendations. ASSENT_URL, ASSENT_SW, ASSENT_DR and ASSENT_CW are the address and three
keys; the first argument is a customer. Run: python3 shop.py customer-17"""

import json
import os
import sys
import urllib.error
import urllib.request


def ask(key, method, path, body=None, headers=None):
    """Asks Assent, and raises what it said no to. A refusal of a person is no error: it is in the answer."""
    request = urllib.request.Request(
        os.environ["ASSENT_URL"] + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ[key]}", "Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        raise RuntimeError(f"{problem['code']}: {problem['detail']}") from None


def token(subject, gpc=None):
    """A token for the visitor's own page, for 15 minutes. Give it only to whom your own session says that they are; pass
    their browser's Sec-GPC on."""
    headers = {"Sec-GPC": "1"} if gpc == "1" else None
    return ask("ASSENT_CW", "POST", "/v1/subject-tokens", {"subject": subject}, headers)["token"]


def ordered(subject, order, items):
    """Sends an order. Its lines have names of their own, so that sending it again is safe."""
    lines = [
        {"id": f"{order}-{line}", "subject": subject, "item": item, "verb": "purchase", "basket": order}
        for line, item in enumerate(items)
    ]
    return ask("ASSENT_SW", "POST", "/v1/events", {"jurisdictions": ["eu"], "events": lines})


def recommend(subject, count, own):
    """Items for this customer, as far as they allow; the shop's own choice where there is no answer."""
    try:
        return ask("ASSENT_DR", "POST", "/v1/recommend", {"subject": subject, "count": count, "jurisdictions": ["eu"]})
    except (OSError, RuntimeError):
        return {"items": own, "personalized": False, "refusal": []}


def main():
    subject = sys.argv[1] if len(sys.argv) > 1 else "customer-17"
    told = ordered(subject, "order-1", ["tea"])
    codes = " ".join(result["code"] for result in told["results"] if "code" in result)
    print(f"order: {told['accepted']} kept, {told['rejected']} not", codes)
    slate = recommend(subject, 3, [])
    print("for this customer:" if slate["personalized"] else f"for everybody ({' '.join(slate['refusal'])}):")
    for item in slate["items"]:
        print(f"- {item['title']}: {item['why']}")
    print(f"token: {token(subject)[:10]}..")


if __name__ == "__main__":
    main()
