/** @param {Assent} assent @returns {Less} */
export function less(assent: Assent): Less;
import type { Assent } from "./types.d.ts";
import type { Less } from "./types.d.ts";
