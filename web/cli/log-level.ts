/** How much the command tells besides its result: the environment says it. */
import { LOG_LEVELS, type LogLevel } from '../engine/log.js';
import { UsageError } from './flags.js';

/** The variable of the environment. */
export const LOG_VARIABLE = 'SKYFLOCK_LOG';

export const LOG_USAGE = `Environment:
  ${LOG_VARIABLE}=LEVEL  what is told on standard error: ${LOG_LEVELS.join(', ')} (warn)
`;

/**
 * The level that an environment asks for; `warn` where it says nothing. What ends a run is told in any of them.
 * @throws UsageError for what is no level
 */
export function logLevelOf(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const given = environment[LOG_VARIABLE] || 'warn';
  const level = LOG_LEVELS.find((one) => one === given);
  if (level === undefined) throw new UsageError(`${LOG_VARIABLE}=${given} is refused: it must be one of ${LOG_LEVELS.join(', ')}`);
  return level;
}
