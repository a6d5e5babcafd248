// A language that nobody speaks, made from the English file: every letter of a text becomes an Arabic one, and the page turns
// round. Whatever of our words is still in Latin letters was not in the file.

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LETTERS = [..."ابتثجحخدذرزسشصضطظعغفقكلمنه"];
/** What is for the program, and stays. */
const KEPT = { "language-direction": "rtl", "language-zone": "Asia/Tokyo", "language-name": "العربية" };

/** A text in those letters. @param {string} text */
export const spelled = (text) => text.replace(/[a-z]/gi, (letter) => LETTERS[letter.toLowerCase().charCodeAt(0) - 97]);

/** A line of the file: what is said in those letters, names, variants and blanks as they are. @param {string} line */
function translated(line) {
  const [, begin, said] = line.match(/^([a-z][\w-]* = |\s*\*?\[\w+\] |\s*)(.*)$/);
  if (line.startsWith("#")) return line;
  const kept = KEPT[begin.replace(" = ", "")];
  return begin + (kept ?? said.split(/(\{[^}]*\}?)/).map((part) => (part.startsWith("{") ? part : spelled(part))).join(""));
}

/** A directory with that language in it, as `ar.ftl`. @param {string} binary */
export function pseudo(binary) {
  const english = execFileSync(binary, ["language", "template"], { encoding: "utf8" });
  const folder = mkdtempSync(join(tmpdir(), "assent-languages-"));
  writeFileSync(join(folder, "ar.ftl"), english.split("\n").map(translated).join("\n"));
  return folder;
}
