/** The command was used wrongly: exit code 2, with what to write instead. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongUse';
  }
}

/** A whole number from an option, within bounds. */
export function wholeNumber(name: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new WrongUse(`${name} is a whole number from ${min} to ${max}, not "${text}".`);
  };
}
