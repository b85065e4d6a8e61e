/** The plate in the middle of a partition: whose it is, how busy that worker is, and how many leave. */
import type { WorkerStats } from '../../life/shared/records.js';

export interface Badge {
  readonly worker: number;
  readonly color: string;
  /** Share of the busiest worker, 0 to 1. */
  readonly load: number;
  readonly stats: WorkerStats;
}

/** CSS pixels. */
const WIDE = { width: 148, height: 50 };
const NARROW = { width: 34, height: 24 };
const ROOM = 10;

/** Draws the plate in the middle of what is seen of a partition, or a small one, or none where there is no room. */
export function drawBadge(
  context: CanvasRenderingContext2D,
  seen: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
  { worker, color, load, stats }: Badge,
  ratio: number,
): void {
  const fits = ({ width, height }: typeof WIDE): boolean =>
    seen.right - seen.left >= (width + ROOM) * ratio && seen.bottom - seen.top >= (height + ROOM) * ratio;
  const wide = fits(WIDE);
  if (!wide && !fits(NARROW)) return;
  const { width, height } = wide ? WIDE : NARROW;
  context.save();
  context.translate((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2);
  context.scale(ratio, ratio);
  context.translate(-width / 2, -height / 2);
  context.beginPath();
  context.roundRect(0, 0, width, height, 9);
  context.fillStyle = 'rgb(9 14 26 / 0.82)';
  context.fill();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.stroke();
  context.textBaseline = 'middle';
  context.fillStyle = color;
  context.font = '650 13px system-ui, sans-serif';
  context.textAlign = wide ? 'left' : 'center';
  context.fillText(wide ? `Worker ${worker}` : String(worker), wide ? 10 : width / 2, wide ? 14 : 12.5);
  if (wide) {
    context.fillStyle = '#e8eefb';
    context.textAlign = 'right';
    context.font = '600 12px system-ui, sans-serif';
    context.fillText(`${Math.round(load * 100)} %`, width - 10, 14);
    bar(context, load, color);
    context.fillStyle = '#a9b6cf';
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'left';
    context.fillText(`${stats.animals.toLocaleString('en')} here`, 10, 39);
    context.textAlign = 'right';
    context.fillText(`${stats.migrants} leave`, width - 10, 39);
  }
  context.restore();
}

function bar(context: CanvasRenderingContext2D, load: number, color: string): void {
  const width = WIDE.width - 20;
  context.fillStyle = 'rgb(150 180 230 / 0.16)';
  context.fillRect(10, 25, width, 3);
  context.fillStyle = color;
  context.fillRect(10, 25, width * load, 3);
}
