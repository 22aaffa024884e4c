import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** File systems on another machine, by Linux's numbers for them (statfs(2)). */
const network: Readonly<Record<number, string>> = {
	26985: "NFS",
	20859: "SMB",
	4283649346: "SMB (CIFS)",
	4266872130: "SMB",
	1397113167: "AFS",
};

/** The number of the file system that holds a path; throws when there is no such path. */
export type FileSystemType = (path: string) => number;

const typeOf: FileSystemType = (path) => statfsSync(path).type;

/** The network file system that holds a file, or would hold it; undefined for a local or an unknown one. */
export function networkFileSystem(file: string, type: FileSystemType = typeOf): string | undefined {
	for (let path = file; ; path = dirname(path)) {
		try {
			return network[type(path) >>> 0];
		} catch {
			if (dirname(path) === path) return undefined; // not even the root can be asked: nothing is known
		}
	}
}

/** Why a home on a network file system is trouble, with what to do; undefined for any other. */
export function networkHomeWarning(file: string, type?: FileSystemType): string | undefined {
	const name = networkFileSystem(file, type);
	if (name === undefined) return undefined;
	return `${file} is on a network file system (${name}), where locks between processes and machines are not reliable. Name a folder on a local disk with --home.`;
}
