/** @param {DeviceConnection} connection @returns {Promise<Device>} */
export function device({ url, key, lang, worker }: DeviceConnection): Promise<Device>;
export function context(sky?: {
    celsius?: number;
    rain_mm?: number;
    snow_mm?: number;
    cloud_percent?: number;
}): {
    language: string;
    part_of_day: string;
    weather?: string;
};
/** @import {Device, DeviceConnection, LocalAct, Ranked, RankerModel, Wanted} from "./types.d.ts" */
export const DEVICE_ACTS_MAX: 2000;
export const DEVICE_RULES_MAX: 1000;
export const DEVICE_MODEL_SECONDS: 3600;
export const DEVICE_MODEL_BYTES_MAX: number;
import type { DeviceConnection } from "./types.d.ts";
import type { Device } from "./types.d.ts";
