// What a clock in some zone shows: browsers know the zones, wasm does not.

/** An instant, with the minutes east of UTC in a zone at it, and the zone of this device. */
export interface Moment {
  at: string;
  offset: number;
  zone: string;
}

/** The moment of an instant (RFC 3339, or nothing for now) in a zone (its IANA name, or nothing for the device's). */
export function momentIn(zone: string, at: string): Moment {
  const parsed = at ? new Date(at) : new Date();
  const date = Number.isNaN(parsed.getTime()) ? new Date() : parsed;
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { at: date.toISOString(), offset: offsetIn(zone || here, date), zone: here };
}

function offsetIn(zone: string, date: Date): number {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
    const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
    const shown = Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
    return Math.round((shown - date.getTime()) / 60_000);
  } catch {
    // No zone that this browser knows.
    return -date.getTimezoneOffset();
  }
}
