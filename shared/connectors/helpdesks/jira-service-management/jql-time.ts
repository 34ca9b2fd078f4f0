/** The wall clock of a zone at an instant, "yyyy-MM-dd HH:mm". */
function wallClock(at_s: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at_s * 1000);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/**
 * A lower bound for JQL: minutes on the wall clock of the API user's zone, never later than the instant. A time that the clock
 * shows twice (the hour repeated in autumn) is moved back until it is shown once.
 */
export function localMinute(at_s: number, zone: string): string {
  let from_s = Math.floor(at_s / 60) * 60;
  const isTwice = (): boolean => {
    const shown = wallClock(from_s, zone);
    return [-3600, -1800, 1800, 3600].some((shift) => wallClock(from_s + shift, zone) === shown);
  };
  while (isTwice()) from_s -= 3600;
  return wallClock(from_s, zone);
}
