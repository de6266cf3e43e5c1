import Foundation
import Glibc
import TestSupport

/// nginx, which answers everything with one text.
final class ConstantServer {
  let port: UInt16
  private let process = Process()

  init(answering text: String, in folder: TemporaryFolder) throws {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let path = (folders.map { "\($0)/nginx" } + ["/usr/sbin/nginx"]).first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let path else {
      throw ReadBench.Failure(
        description: "nginx is missing; install it, as `apt-get install nginx-light` does")
    }
    port = UInt16(20_000 + getpid() % 20_000)
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
      "\($0)_temp_path \(folder.path($0));"
    }
    let configuration = try folder.write(
      """
      daemon off; worker_processes auto; pid \(folder.path("nginx.pid"));
      error_log \(folder.path("nginx.log"));
      events { worker_connections 1024; }
      http {
        access_log off; keepalive_requests 1000000000; \(places.joined(separator: " "))
        server {
          listen 127.0.0.1:\(port); default_type application/json;
          location / { return 200 '\(text)'; }
        }
      }

      """, to: "nginx.conf")
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["-c", configuration, "-e", folder.path("nginx.log")]
    try process.run()
    for _ in 0..<500 where (try? ClientSocket(port: port)) == nil {
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }
}
