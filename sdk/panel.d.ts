/**
 * Asks, if there is something to ask, and says how it went.
 * @param {Assent} assent @param {PanelOptions} options @returns {Promise<Outcome>}
 */
export function panel(assent: Assent, { notice, beside, opened }: PanelOptions): Promise<Outcome>;
/** Choices on the first layer at most. A notice with more is not shown. */
export const CHOICES_MAX: 5;
/** How long the thanks stay, in milliseconds. */
export const THANKS_MS: 6000;
import type { Assent } from "./types.d.ts";
import type { PanelOptions } from "./types.d.ts";
import type { Outcome } from "./types.d.ts";
