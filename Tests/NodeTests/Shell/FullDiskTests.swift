import Foundation
import Node
import TestSupport
import Testing

/// A node on a disk of its own, which fills up or cannot be written.
@Suite(
  .enabled(if: Running.tradewind != nil, "the program is not beside its tests"),
  .enabled(if: PrivateDisk.isPossible, "mounting a disk takes unshare and a right to use it"))
struct FullDiskTests {
  /// Mounts a disk of some size, moves a home there, and runs a node on it.
  private func run(sizeMebibytes: Int, _ script: String) throws -> Running {
    let home = try SampleHome()
    let disk = home.folder.path("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
    let preparation = """
      program=$1 home=$2 disk=$3
      mount -t tmpfs -o size=\(sizeMebibytes)m none "$disk"
      cp -r "$home" "$disk/home"
      node() { timeout 20 "$program" node --home "$disk/home" --rpc-listen none; }

      """
    let arguments = [try #require(Running.tradewind), home.path, disk]
    return try PrivateDisk.run(preparation + script, arguments)
  }

  @Test func `a disk without room for a segment is told at once`() throws {
    let run = try run(sizeMebibytes: 32, "node && exit 9; echo $?")
    #expect(run.output == "1\n", "\(run.errors)")
    #expect(run.errors.contains("No space left on device"))
    #expect(run.errors.contains("nothing was signed that it does not hold"))
  }

  @Test func `a disk that fills up ends the node, which goes on when there is room again`() throws {
    let run = try run(
      sizeMebibytes: 72,
      """
      node & sleep 3
      dd if=/dev/zero of="$disk/filling" bs=64k 2>/dev/null || true
      wait $! && exit 9
      echo $?
      "$program" db check --database "$disk/home/database" | tail -n 1
      rm "$disk/filling"
      timeout --preserve-status 4 "$program" node --home "$disk/home" --rpc-listen none
      echo $?
      """)
    #expect(run.output == "1\nThe database is sound.\n0\n", "\(run.errors)")
    #expect(run.errors.contains("/database is full; free some space"), "\(run.errors)")
  }

  @Test func `a home that cannot be written is told`() throws {
    let run = try run(
      sizeMebibytes: 80, #"mount -o remount,ro "$disk"; node && exit 9; echo $?"#)
    #expect(run.output == "1\n", "\(run.errors)")
    #expect(run.errors.contains("Read-only file system"), "\(run.errors)")
  }
}
