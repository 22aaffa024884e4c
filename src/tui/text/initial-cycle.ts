/** What a change of mappings or scope means for the cycle after it; said before saving, and after. */
export const initialCycle = "The next cycle will be an initial one: it reads and compares everybody.";
