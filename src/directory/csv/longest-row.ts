/** A longer row is an unclosed quote or no table of users. Counted in characters. */
export const longestRow = 1_000_000;

/** What is wrong with such a row. */
export const rowTooLong = `this row is longer than ${longestRow.toLocaleString("en-US")} characters; a quotation mark in it may not be closed`;
