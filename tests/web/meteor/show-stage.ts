/** A show on a stage of its own: what it is told, what it says, and the frames that it asks for. */
import { Meteor } from '../../../web/generated/meteor-layout.js';
import { MeteorPipeline } from '../../../web/kernels/meteor-pipeline.js';
import type { MeteorRenderData } from '../../../web/meteor/shared/kernel.js';
import type { LookSheets } from '../../../web/meteor/shared/look-sheets.js';
import type { FromShow, ShowRequest, ShowResumption, ShowSettings, ShowSize, ToShow } from '../../../web/meteor/shared/messages.js';
import { MeteorShow } from '../../../web/meteor/worker/show.js';

export const SETTINGS: ShowSettings = {
  ...{ preset: 'shower', seed: 5, density: 1, speed: 1, stars: 1, options: {}, quality: 'balanced' },
  ...{ tier: 'js', motion: 'play', warmUp: 0, colors: {}, regions: false },
} as const;

/** A sky in which nothing begins by itself. */
export const EMPTY: ShowSettings = { ...SETTINGS, stars: 0, options: { rate: 0, burst: 0 } };

export const FULL: ShowSize = { width: 1280, height: 720, ratio: 1 };

/** A show over the real engine, whose clock and frames are the test's, with what it was told to draw. */
export class Stage {
  readonly said: FromShow[] = [];
  readonly draws: { readonly dirty: number; readonly meteors: number[][]; readonly fits: boolean }[] = [];
  now = 1000;
  /** The colours that the renderer was given. */
  sheets: LookSheets | null = null;
  /** Why no more engines can be had, if they can't. */
  refusal: string | null = null;
  #frame: ((now: number) => void) | null = null;
  #requests = 0;
  readonly #show: MeteorShow;

  constructor() {
    this.#show = new MeteorShow({
      post: (message) => this.said.push(message),
      requestFrame: (action) => {
        this.#frame = action;
        return 1;
      },
      cancelFrame: () => {
        this.#frame = null;
      },
      now: () => this.now,
      gpuName: () => 'a GPU',
      createPipeline: async (wish, saved) => {
        if (this.refusal !== null) throw new Error(this.refusal);
        return await MeteorPipeline.create(wish, saved);
      },
      createRenderer: async () => ({
        ...{ name: 'canvas2d', reason: 'the test', lost: false, drawnShare: 1 },
        ...{ resize: () => {}, setPalette: () => {}, showRegions: () => {}, destroy: () => {} },
        setLooks: (sheets) => {
          this.sheets = sheets;
        },
        draw: (data, dirty) => this.draws.push({ dirty, meteors: meteorsOf(data), fits: fits(data) }),
      }),
    });
  }

  get idle(): boolean {
    return this.#frame === null;
  }

  get last(): Stage['draws'][number] {
    const last = this.draws.at(-1);
    if (last === undefined) throw new Error('nothing was drawn');
    return last;
  }

  get replays(): boolean {
    const last = this.said.filter(({ type }) => type === 'statechange').at(-1);
    return last?.type === 'statechange' && last.state === 'replaying';
  }

  send(message: ToShow): void {
    this.#show.receive(message);
  }

  async start(settings: ShowSettings, awake = true, size: ShowSize = FULL, resume: ShowResumption | null = null): Promise<this> {
    this.begin(settings, awake, size, resume);
    // The first show of all waits for the engine's script.
    while (!this.said.some(({ type }) => type === 'ready')) await this.settled();
    return this;
  }

  begin(settings: ShowSettings, awake = true, size: ShowSize = FULL, resume: ShowResumption | null = null): void {
    const machine = { cores: 8, memory: 8 };
    this.send({ type: 'start', canvas: {} as OffscreenCanvas, renderer: 'canvas2d', settings, size, awake, machine, wasm: null, resume });
  }

  /** Frames of so many milliseconds. */
  run(frames: number, milliseconds: number): void {
    for (let frame = 0; frame < frames; frame += 1) {
      this.now += milliseconds;
      const action = this.#frame;
      this.#frame = null;
      action?.(this.now);
    }
  }

  async ask(request: ShowRequest): Promise<FromShow> {
    this.#requests += 1;
    const id = this.#requests;
    this.send({ type: 'request', id, request });
    for (;;) {
      const answer = this.said.find((one) => (one.type === 'answer' || one.type === 'failure') && one.id === id);
      if (answer !== undefined) return answer;
      await this.settled();
    }
  }

  async settled(): Promise<void> {
    await new Promise((done) => setTimeout(done, 30));
  }
}

export function meteorsOf({ meteors, meteorCount }: MeteorRenderData): number[][] {
  const words = Meteor.size / 4;
  return Array.from({ length: meteorCount }, (_, index) => [...meteors.subarray(index * words, index * words + 3)]);
}

/** Whether the views hold what the counts say. */
export function fits({ meteors, meteorCount, particles, particleCount, stars, starCount }: MeteorRenderData): boolean {
  return meteors.length >= meteorCount * 8 && particles.length >= particleCount * 6 && stars.length >= starCount * 6;
}

export const stages: Stage[] = [];
export async function stageOf(settings: ShowSettings, awake = true): Promise<Stage> {
  const stage = new Stage();
  stages.push(stage);
  return await stage.start(settings, awake);
}

export const ACROSS = { x: 0, y: 100, endX: 1280, endY: 100, speed: 100, type: 'cool' } as const;

/** Ends the shows of a test. */
export function endStages(): void {
  for (const stage of stages.splice(0)) stage.send({ type: 'destroy' });
}
