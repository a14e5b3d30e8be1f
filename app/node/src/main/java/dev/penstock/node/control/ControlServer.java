package dev.penstock.node.control;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Takes commands over {@code control/socket} in the data folder, a folder that only the node's own
 * user may enter: whoever can connect could read the keys as well. One command a connection: a line
 * of words with tabs between them, answered by lines for people and a last one that says whether it
 * was done.
 */
public final class ControlServer implements Closeable {
  private static final int TOGETHER_MAX = 8;
  private static final Duration QUESTION = Duration.ofSeconds(5);

  private final ServerSocketChannel server;
  private final Path socket;
  private final Map<String, Function<List<String>, ControlAnswer>> commands;
  private final Map<String, LongCommand> longCommands;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("control-clock").daemon().factory());
  private final Semaphore room = new Semaphore(TOGETHER_MAX);

  private ControlServer(
      ServerSocketChannel server,
      Path socket,
      Map<String, Function<List<String>, ControlAnswer>> commands,
      Map<String, LongCommand> longCommands) {
    this.server = server;
    this.socket = socket;
    this.commands = Map.copyOf(commands);
    this.longCommands = Map.copyOf(longCommands);
  }

  /**
   * Begins to listen. To be called by whoever holds the folder's lock.
   *
   * @param commands by their first word; each is given the others
   * @return empty where the folder's path is too long for a socket
   */
  public static Optional<ControlServer> start(
      Path folder, Map<String, Function<List<String>, ControlAnswer>> commands) throws IOException {
    return start(folder, commands, Map.of());
  }

  /** The same, with commands that say how far they are. */
  public static Optional<ControlServer> start(
      Path folder,
      Map<String, Function<List<String>, ControlAnswer>> commands,
      Map<String, LongCommand> longCommands)
      throws IOException {
    Path socket = ControlLine.socket(folder.toAbsolutePath());
    if (!ControlLine.fits(socket)) {
      return Optional.empty();
    }
    Path parent = socket.resolveSibling("");
    if (!Files.exists(parent)) {
      Path _ =
          Files.createDirectory(
              parent,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    // One that a killed node left behind; the lock says that it is nobody's.
    boolean _ = Files.deleteIfExists(socket);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      var _ = server.bind(UnixDomainSocketAddress.of(socket), TOGETHER_MAX);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var made = new ControlServer(server, socket, commands, longCommands);
    var _ = made.threads.submit(made::listen);
    return Optional.of(made);
  }

  private void listen() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        if (room.tryAcquire()) {
          var _ = threads.submit(() -> serve(caller));
        } else {
          caller.close();
        }
      } catch (IOException e) {
        if (server.isOpen()) {
          // One caller is lost; the next one is heard.
          Thread.onSpinWait();
        }
      }
    }
  }

  private void serve(SocketChannel caller) {
    // A channel has no timeout of its own: whoever says nothing is hung up on.
    ScheduledFuture<?> patience =
        clock.schedule(() -> hangUp(caller), QUESTION.toMillis(), TimeUnit.MILLISECONDS);
    try (caller;
        OutputStream out = Channels.newOutputStream(caller)) {
      String line = ControlLine.read(Channels.newInputStream(caller));
      boolean _ = patience.cancel(false);
      out.write(answer(line, out).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The caller went away; what it asked for is done or not, as it can ask again.
      boolean _ = patience.cancel(false);
    } finally {
      room.release();
    }
  }

  private static void hangUp(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      // Then it is closed with the process.
      Thread.onSpinWait();
    }
  }

  private ControlAnswer run(List<String> words, OutputStream out) {
    List<String> rest = words.subList(1, words.size());
    LongCommand longOne = longCommands.get(words.getFirst());
    if (longOne != null) {
      return longOne.run(rest, new ProgressLines(out));
    }
    var command = commands.get(words.getFirst());
    return command == null
        ? new ControlAnswer.Refused(
            "this node knows no '" + words.getFirst() + "'; is it of another version?")
        : command.apply(rest);
  }

  /** Tells the caller now and then; one who does not listen is told no more. */
  private static final class ProgressLines implements LongCommand.Progress {
    private static final long EVERY_NANOS = 200_000_000L;

    private final OutputStream out;
    private long told = System.nanoTime() - EVERY_NANOS;
    private boolean isHeard = true;

    ProgressLines(OutputStream out) {
      this.out = out;
    }

    @Override
    public void at(long done, long size) {
      long now = System.nanoTime();
      if (!isHeard || now - told < EVERY_NANOS) {
        return;
      }
      told = now;
      try {
        String line = ControlLine.PROGRESS + done + " " + size + "\n";
        out.write(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        isHeard = false;
      }
    }
  }

  private String answer(String line, OutputStream out) {
    return switch (run(Arrays.asList(line.split("\t", -1)), out)) {
      case ControlAnswer.Done(var lines) -> {
        var text = new StringBuilder();
        lines.forEach(each -> text.append(each.replace('\n', ' ')).append('\n'));
        yield text.append(ControlLine.DONE).append('\n').toString();
      }
      case ControlAnswer.Refused(var reason) ->
          ControlLine.REFUSED + reason.replace('\n', ' ') + "\n";
    };
  }

  /** Lets commands that run come to their end. */
  @Override
  public void close() throws IOException {
    server.close();
    boolean _ = Files.deleteIfExists(socket);
    threads.close();
    clock.close();
  }
}
