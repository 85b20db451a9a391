// A disk that is nearly full: a file system of its own in memory for whoever may mount one, otherwise
// the limit of a file's size, which the kernel reports in the same place.

import { execFile } from "node:child_process";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export class SmallDisk {
  static async make(t, folder) {
    const disk = new SmallDisk();
    disk.folder = path.join(folder, "disk");
    await mkdir(disk.folder, { recursive: true });
    try {
      await run("mount", ["-t", "tmpfs", "-o", "size=12m", "none", disk.folder]);
      disk.mounted = true;
      t.after(() => run("umount", ["-l", disk.folder]));
    } catch {
      disk.mounted = false;
    }
    return disk;
  }

  /** Leaves `server` no byte to grow by. */
  async fill(server) {
    if (!this.mounted) return run("prlimit", ["--pid", `${server.pid}`, "--fsize=4096:"]);
    const { bavail, bsize } = await statfs(this.folder);
    await writeFile(path.join(this.folder, "ballast"), Buffer.alloc(bavail * bsize));
  }

  async free(server) {
    if (!this.mounted) return run("prlimit", ["--pid", `${server.pid}`, "--fsize=unlimited:"]);
    await rm(path.join(this.folder, "ballast"));
  }
}
