/** JavaScript as a page shows it: its comments, words, texts and numbers in colours of their own. */
import { h } from '../common/dom.js';

const PARTS =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|(?<word>\b(?:async|await|const|continue|default|export|for|function|if|let|new|of|return|throw)\b)|(?<number>\b\d[\d_.]*(?:e-?\d+)?\b)/g;

/** The source as nodes. */
export function sourceNodes(source: string): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const match of source.matchAll(PARTS)) {
    const [text] = match;
    const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] ?? '';
    nodes.push(document.createTextNode(source.slice(at, match.index)), h('span', { class: kind }, text));
    at = match.index + text.length;
  }
  nodes.push(document.createTextNode(source.slice(at)));
  return nodes;
}
