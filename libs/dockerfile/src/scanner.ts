/** What a scanner gives behind the last character. */
export const END = "";

/** Reads a text character by character; END where there is none. */
export class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  peek(): string {
    return this.#text.charAt(this.#position);
  }

  next(): string {
    return this.#text.charAt(this.#position++);
  }

  peekCodePoint(): string {
    const codePoint = this.#text.codePointAt(this.#position);
    return codePoint === undefined ? END : String.fromCodePoint(codePoint);
  }

  nextCodePoint(): string {
    const character = this.peekCodePoint();
    this.#position += character.length;
    return character;
  }
}
