/**
 * The workers of tier `js-workers` among each other: a port for every pair, a packet a round. How long a packet
 * may be waited for is not judged here: the coordinator ends the workers of a tick that hangs
 * (web/fallback/runtime/supervisor.ts).
 */
import { Packet, PacketPool } from './packet.js';

/** What a tick's packets are about, in their order. */
export const Round = { ghosts: 0, intents: 1, outcomes: 2, births: 3, migration: 4 } as const;
export const ROUND_NAMES = Object.keys(Round);

/** Words before what a packet says: the tick and the round, which have to be those the receiver is in. */
const HEADER_WORDS = 2;

/** A peer that sends what is not due, or can't be read. */
export class PeerError extends Error {
  readonly peer: number;

  constructor(peer: number, reason: string) {
    super(reason);
    this.name = 'PeerError';
    this.peer = peer;
  }
}

interface Peer {
  readonly port: MessagePort;
  readonly arrived: ArrayBuffer[];
  /** Someone waits for the next packet. */
  hear: ((buffer: ArrayBuffer) => void) | null;
  refuse: ((error: Error) => void) | null;
}

export class Mesh {
  readonly pool = new PacketPool();
  readonly #peers: readonly (Peer | null)[];

  /** @param ports by worker, null for its own number */
  constructor(ports: readonly (MessagePort | null)[]) {
    this.#peers = ports.map((port, number) => (port === null ? null : listen(port, number)));
  }

  /** A packet for the present round, with room for so many words. */
  packet(tick: number, round: number, words: number): Packet {
    const packet = this.pool.takePacket(HEADER_WORDS + words);
    packet.put(tick);
    packet.put(round);
    return packet;
  }

  send(peer: number, { buffer }: Packet): void {
    this.#peers[peer]?.port.postMessage(buffer, [buffer]);
  }

  /**
   * The next packet of a peer; give its buffer to the pool once it is read.
   * @throws PeerError when one of another round comes, or one that can't be read
   */
  async receive(peer: number, tick: number, round: number): Promise<Packet> {
    const from = this.#peers[peer] as Peer;
    const packet = new Packet(from.arrived.shift() ?? (await nextOf(from)));
    const packetTick = packet.takeWord();
    const packetRound = packet.takeWord();
    if (packetTick === tick && packetRound === round) return packet;
    throw new PeerError(peer, `worker ${peer} sent round ${packetRound} of tick ${packetTick}; round ${round} of tick ${tick} was due`);
  }

  close(): void {
    for (const peer of this.#peers) peer?.port.close();
  }
}

function nextOf(from: Peer): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    from.hear = resolve;
    from.refuse = reject;
  });
}

function listen(port: MessagePort, number: number): Peer {
  const peer: Peer = { port, arrived: [], hear: null, refuse: null };
  port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    const { hear } = peer;
    peer.hear = null;
    if (hear === null) peer.arrived.push(data);
    else hear(data);
  };
  port.onmessageerror = () => peer.refuse?.(new PeerError(number, `a packet of worker ${number} could not be read`));
  return peer;
}
