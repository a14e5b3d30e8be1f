package dev.penstock.it.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that listens on loopback, which can be killed and started again. */
final class ServerProcess implements AutoCloseable {
  private static final long POLL_NANOS = 20_000_000L;
  private static final long END_SECONDS_MAX = 120;

  private final String name;
  private final ProcessBuilder builder;
  private final int port;
  private final Duration startMax;
  private Process process;

  private ServerProcess(String name, ProcessBuilder builder, int port, Duration startMax)
      throws IOException {
    this.name = name;
    this.builder = builder;
    this.port = port;
    this.startMax = startMax;
    this.process = builder.start();
  }

  /** Starts it, and waits until it listens. */
  static ServerProcess start(String name, ProcessBuilder builder, int port, Duration startMax)
      throws IOException {
    var _ = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    var server = new ServerProcess(name, builder, port, startMax);
    server.awaitPort();
    return server;
  }

  int port() {
    return port;
  }

  /** Ends it in order. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " does not end");
    }
  }

  /** Kills it: it forgets what it had not written. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    int _ = process.waitFor();
  }

  /** Starts it again where it was. */
  void startAgain() throws IOException {
    process = builder.start();
    awaitPort();
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + startMax.toNanos();
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          close();
          throw new IOException(name + " did not start", e);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean _ = process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
