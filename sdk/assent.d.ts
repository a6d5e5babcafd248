/** @param {Connection} connection @returns {Assent} */
export function connect({ url, token, key, jurisdictions, preferences, lang }: Connection): Assent;
export const BATCH_ACTS: 20;
export const BATCH_WAIT_MS: 5000;
export const QUEUE_ACTS_MAX: 200;
export const QUEUE_SECONDS_MAX: number;
export const ACT_SECONDS_FRESH: 60;
export const RETRY_MS_MIN: 1000;
export const RETRY_MS_MAX: 300000;
export const ANSWER_MS_MAX: 10000;
export const RECOMMEND_MS_MAX: 3000;
/** @import {Assent, Choice, Connection, Item, PurposeChoice, Waiting, Why, Wish} from "./types.d.ts" */
/** What the server said no to, with its stable code; `nobody` and `unreachable` are said here. */
export class Problem extends Error {
    /** @param {{status?: number, code?: string, detail?: string}} document */
    constructor({ status, code, detail }: {
        status?: number;
        code?: string;
        detail?: string;
    });
    status: number;
    code: string;
}
import type { Connection } from "./types.d.ts";
import type { Assent } from "./types.d.ts";
