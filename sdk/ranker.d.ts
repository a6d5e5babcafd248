/** Reads a file; throws where it is damaged or of another form. @param {ArrayBuffer} buffer @returns {RankerModel} */
export function read(buffer: ArrayBuffer): RankerModel;
/**
 * Ranks for one history. The reasons of an item add up to its score.
 * @param {RankerModel} model @param {LocalAct[]} acts @param {Wanted} wanted @returns {Ranked[]}
 */
export function rank(model: RankerModel, acts: LocalAct[], { count, now, exclude, never, category }: Wanted): Ranked[];
/** Acts with the titles of their items, where the model has them. @param {RankerModel | null} model @param {LocalAct[]} acts @returns {LocalAct[]} */
export function named(model: RankerModel | null, acts: LocalAct[]): LocalAct[];
/** @import {LocalAct, Ranked, RankerModel, RankerRows, Reason, Wanted} from "./types.d.ts" */
/** The form of the file that this version reads, and the first bytes of it. */
export const FORM: 1;
import type { RankerModel } from "./types.d.ts";
import type { LocalAct } from "./types.d.ts";
import type { Wanted } from "./types.d.ts";
import type { Ranked } from "./types.d.ts";
