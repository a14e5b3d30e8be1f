package dev.penstock.syslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many datagrams Linux dropped at a socket because its buffer was full: the last column of
 * {@code /proc/net/udp}, proc_net(5).
 */
final class KernelDrops {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private static final Pattern ROW =
      Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) .*\\s([0-9]{1,18})\\s*");

  private KernelDrops() {}

  /** Since the socket was opened; empty where nobody tells, or not which socket it was. */
  static OptionalLong at(int port) {
    long[] found =
        TABLES.stream()
            .flatMap(table -> rows(table).stream())
            .map(row -> inRow(row, port))
            .flatMapToLong(OptionalLong::stream)
            .toArray();
    // Where there are two, another address has a socket with this port too.
    return found.length == 1 ? OptionalLong.of(found[0]) : OptionalLong.empty();
  }

  private static List<String> rows(Path table) {
    try {
      return Files.readAllLines(table, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return List.of(); // another system, or no IPv6 here
    }
  }

  /** From a row as {@code 7: 0100007F:0202 00000000:0000 07 ... 0}. */
  static OptionalLong inRow(String row, int port) {
    Matcher matcher = ROW.matcher(row);
    return matcher.matches() && Integer.parseInt(matcher.group(1), 16) == port
        ? OptionalLong.of(Long.parseLong(matcher.group(2)))
        : OptionalLong.empty();
  }
}
