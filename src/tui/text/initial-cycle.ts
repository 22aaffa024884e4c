/** The effect of changed mappings or scope on the next cycle; shown before and after saving. */
export const initialCycle = "The next cycle will be an initial cycle: it reads and compares all users.";
