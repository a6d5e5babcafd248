/** @param {DeviceConnection} connection @returns {Promise<Device>} */
export function device({ url, key, lang, worker }: DeviceConnection): Promise<Device>;
/** What of this moment may be said to anybody, because it is true of so many: chosen here, and no place is in it. */
export function context(): {
    language: string;
    part_of_day: string;
};
/** @import {Device, DeviceConnection, LocalAct, Ranked, RankerModel, Wanted} from "./types.d.ts" */
export const DEVICE_ACTS_MAX: 2000;
export const DEVICE_RULES_MAX: 1000;
export const DEVICE_MODEL_SECONDS: 3600;
export const DEVICE_MODEL_BYTES_MAX: number;
import type { DeviceConnection } from "./types.d.ts";
import type { Device } from "./types.d.ts";
