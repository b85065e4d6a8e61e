/** What of the machine and the page makes figures less than they could be. */
import { withDeadline } from '../engine/deadline.js';
import { isSoftwareGl } from '../engine/gpu.js';
import type { Machine } from './report.js';
import { median } from './statistics.js';

/** Processors below which threads have nowhere to run. */
const FEW_PROCESSORS = 4;
const REFRESH_FRAMES = 40;
const REFRESH_DEADLINE_MS = 3000;
const BATTERY_DEADLINE_MS = 500;
/** Rates that displays have. */
const RATES = [30, 48, 50, 60, 72, 75, 90, 100, 120, 144, 165, 180, 200, 240, 280, 300, 360, 480];

/** Everything the conditions follow from. */
export interface Surroundings extends Machine {
  readonly hidden: boolean;
  /** Null where the browser doesn't tell. */
  readonly onBattery: boolean | null;
}

/** One sentence for each thing that is not as it should be. */
export function conditionsOf({ hidden, gpu, onBattery, processors, isolated, refreshRate }: Surroundings): string[] {
  const conditions: string[] = [];
  if (hidden) conditions.push('The tab is hidden: browsers slow it down and draw nothing. Keep it in front while it runs.');
  if (refreshRate === 0 && !hidden) conditions.push('The display shows no pictures: frame rates are not measured.');
  if (gpu === null) conditions.push('WebGL2 is missing: pictures are drawn on the processor, which the world needs too.');
  else if (isSoftwareGl(gpu)) conditions.push(`WebGL2 runs in software (${gpu}): pictures take time from the world.`);
  if (onBattery === true) conditions.push('The machine runs on its battery: it may slow its processors down. Plug it in.');
  if (processors < FEW_PROCESSORS) {
    conditions.push(
      `The browser has ${processors} ${processors === 1 ? 'processor' : 'processors'}: more threads than that only take turns.`,
    );
  }
  if (!isolated) {
    conditions.push('The page is not cross-origin isolated: tier threads is out, and clocks are coarse. Serve it with COOP and COEP.');
  }
  return conditions;
}

/** Looks at the machine; takes about a second, for the display's rate. */
export async function surroundings(): Promise<Surroundings> {
  return {
    userAgent: navigator.userAgent,
    processors: navigator.hardwareConcurrency ?? 1,
    gpu: gpuName(),
    refreshRate: await refreshRate(),
    isolated: globalThis.crossOriginIsolated === true,
    hidden: document.hidden,
    onBattery: await onBattery(),
  };
}

/** The rate of the display for these times of pictures, in ms: the usual rate next to it, or the rate itself. */
export function rateOf(times: readonly number[]): number {
  const intervals = times.slice(1).map((time, index) => time - (times[index] as number));
  if (intervals.length === 0) return 0;
  const rate = 1000 / median(intervals);
  const usual = RATES.reduce((best, one) => (Math.abs(one - rate) < Math.abs(best - rate) ? one : best));
  return Math.abs(usual - rate) / rate < 0.04 ? usual : Math.round(rate);
}

/** Pictures a second that the display shows; 0 when none came in time, as in a hidden tab. */
async function refreshRate(): Promise<number> {
  const times: number[] = [];
  let request = 0;
  const enough = new Promise<void>((resolve) => {
    const frame = (now: number): void => {
      times.push(now);
      if (times.length > REFRESH_FRAMES) resolve();
      else request = requestAnimationFrame(frame);
    };
    request = requestAnimationFrame(frame);
  });
  await withDeadline(enough, REFRESH_DEADLINE_MS, () => new Error('the display is slow')).catch(() => {});
  cancelAnimationFrame(request);
  return rateOf(times);
}

function gpuName(): string | null {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** Only Chromium has it, and only in secure contexts. */
async function onBattery(): Promise<boolean | null> {
  const { getBattery } = navigator as { getBattery?: () => Promise<{ readonly charging: boolean }> };
  if (getBattery === undefined) return null;
  const asked = getBattery.call(navigator).then(({ charging }) => !charging);
  return await withDeadline(asked, BATTERY_DEADLINE_MS, () => new Error('no answer')).catch(() => null);
}
