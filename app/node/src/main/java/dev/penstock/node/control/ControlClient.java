package dev.penstock.node.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks the node that runs on a folder. */
public final class ControlClient {
  private ControlClient() {}

  /** Whether a node on this folder takes commands, as far as its folder shows. */
  public static boolean isRunning(Path folder) {
    return Files.exists(ControlLine.socket(folder.toAbsolutePath()));
  }

  /** Whether a node on this folder hears commands now, and not only left its socket. */
  public static boolean isListening(Path folder) {
    Path socket = ControlLine.socket(folder.toAbsolutePath());
    if (!ControlLine.fits(socket) || !Files.exists(socket)) {
      return false;
    }
    try (SocketChannel node = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return node.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Gives one command and waits for its answer, however long that takes.
   *
   * @param words the command and what belongs to it, without tabs and line ends
   */
  public static ControlAnswer ask(Path folder, List<String> words) throws IOException {
    return ask(folder, words, LongCommand.Progress.NONE);
  }

  /** The same, and tells how far the node is. */
  public static ControlAnswer ask(Path folder, List<String> words, LongCommand.Progress progress)
      throws IOException {
    if (words.stream().anyMatch(word -> word.contains("\t") || word.contains("\n"))) {
      return new ControlAnswer.Refused("tabs and line ends cannot be sent to a node");
    }
    Path socket = ControlLine.socket(folder.toAbsolutePath());
    if (!ControlLine.fits(socket)) {
      return new ControlAnswer.Refused(
          "the path of " + folder + " is too long for a socket; give the node a shorter one");
    }
    if (!Files.exists(socket)) {
      return new ControlAnswer.Refused("no node runs on " + folder);
    }
    try (SocketChannel node = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        OutputStream out = Channels.newOutputStream(node);
        InputStream in = Channels.newInputStream(node)) {
      out.write((String.join("\t", words) + "\n").getBytes(StandardCharsets.UTF_8));
      return answer(in, progress);
    } catch (EOFException e) {
      return new ControlAnswer.Refused("the node on " + folder + " ended before it answered");
    } catch (IOException e) {
      return new ControlAnswer.Refused(
          "the node on " + folder + " cannot be reached: " + e.getMessage());
    }
  }

  private static ControlAnswer answer(InputStream in, LongCommand.Progress progress)
      throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = ControlLine.read(in);
      if (line.equals(ControlLine.DONE)) {
        return new ControlAnswer.Done(lines);
      }
      if (line.startsWith(ControlLine.REFUSED)) {
        return new ControlAnswer.Refused(line.substring(ControlLine.REFUSED.length()));
      }
      if (line.startsWith(ControlLine.PROGRESS)) {
        tell(line.substring(ControlLine.PROGRESS.length()).split(" ", -1), progress);
      } else {
        lines.add(line);
      }
    }
  }

  private static void tell(String[] words, LongCommand.Progress progress) throws IOException {
    if (words.length != 2 || !words[0].matches("[0-9]{1,18}") || !words[1].matches("[0-9]{1,18}")) {
      throw new IOException("it said how far it is in words that mean nothing");
    }
    progress.at(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }
}
