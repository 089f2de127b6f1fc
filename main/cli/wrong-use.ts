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

/** A share from an option: above 0 and below 1. */
export function shareOf(name: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value < 1) return value;
    throw new WrongUse(`${name} is a number between 0 and 1, such as 0.1, not "${text}".`);
  };
}
