import stringWidth from "string-width";

/**
 * How many cells today's terminals give to a character. The emulator's own table is that of Unicode 6, in which emoji are narrow.
 *
 * @see https://github.com/xtermjs/xterm.js/blob/master/src/common/services/UnicodeService.ts for the packing of `charProperties`
 */
export const cellsOfTerminal = {
	version: "today",
	wcwidth,
	charProperties(codePoint: number, preceding: number): number {
		const before = (preceding >> 1) & 3;
		const own = wcwidth(codePoint);
		const joins = own === 0 && preceding !== 0;
		return ((joins ? before : own) << 1) | (joins ? 1 : 0);
	},
};

function wcwidth(codePoint: number): 0 | 1 | 2 {
	if (codePoint >= 32 && codePoint < 127) return 1;
	const cells = stringWidth(String.fromCodePoint(codePoint));
	return cells === 0 || cells === 2 ? cells : 1;
}
