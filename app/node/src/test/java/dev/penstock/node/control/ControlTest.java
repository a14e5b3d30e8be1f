package dev.penstock.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  private static final Map<String, Function<List<String>, ControlAnswer>> COMMANDS =
      Map.of(
          "echo", ControlAnswer.Done::new, "never", words -> new ControlAnswer.Refused("not\nnow"));

  @TempDir private Path folder;

  private ControlServer server() throws Exception {
    return ControlServer.start(folder, COMMANDS).orElseThrow();
  }

  @Test
  void aCommandIsDoneOrRefusedInWords() throws Exception {
    try (ControlServer _ = server()) {
      assertThat(ControlClient.ask(folder, List.of("echo", "a b", "", "ü")))
          .isEqualTo(new ControlAnswer.Done(List.of("a b", "", "ü")));
      assertThat(ControlClient.ask(folder, List.of("never")))
          .isEqualTo(new ControlAnswer.Refused("not now"));
      assertThat(ControlClient.ask(folder, List.of("fly")))
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused -> assertThat(refused.reason()).contains("knows no 'fly'"));
      assertThat(ControlClient.ask(folder, List.of("echo", "a\tb")))
          .isInstanceOf(ControlAnswer.Refused.class);
    }
    assertThat(ControlClient.ask(folder, List.of("echo")))
        .isEqualTo(new ControlAnswer.Refused("no node runs on " + folder));
  }

  @Test
  void onlyItsOwnUserMayEnter() throws Exception {
    try (ControlServer _ = server()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("control"))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aSocketLeftByAKilledNodeIsNobodys() throws Exception {
    Path _ = Files.createDirectories(folder.resolve("control"));
    Path _ = Files.createFile(folder.resolve("control/socket"));
    try (ControlServer _ = server()) {
      assertThat(ControlClient.ask(folder, List.of("echo", "x")))
          .isEqualTo(new ControlAnswer.Done(List.of("x")));
    }
  }

  @Test
  void garbageHarmsNobody() throws Exception {
    try (ControlServer _ = server()) {
      try (var caller = SocketChannel.open(address())) {
        byte[] garbage = new byte[100_000];
        Arrays.fill(garbage, (byte) 0xc3);
        try {
          int _ = caller.write(ByteBuffer.wrap(garbage));
        } catch (IOException e) {
          // The server hangs up in the middle of it, as it may.
          assertThat(e).isNotNull();
        }
      }
      try (var silent = SocketChannel.open(address())) {
        assertThat(silent.isConnected()).isTrue();
        assertThat(ControlClient.ask(folder, List.of("echo", "x")))
            .isEqualTo(new ControlAnswer.Done(List.of("x")));
      }
      try (var half = SocketChannel.open(address())) {
        int _ = half.write(ByteBuffer.wrap("echo".getBytes(StandardCharsets.UTF_8)));
      }
      assertThat(ControlClient.ask(folder, List.of("echo", "x")))
          .isEqualTo(new ControlAnswer.Done(List.of("x")));
    }
  }

  @Test
  void aLongCommandSaysHowFarItIs() throws Exception {
    LongCommand counting =
        (words, progress) -> {
          progress.at(3, 7);
          return new ControlAnswer.Done(words);
        };
    List<String> told = new ArrayList<>();
    assertThat(ControlClient.isListening(folder)).isFalse();
    try (ControlServer _ =
        ControlServer.start(folder, COMMANDS, Map.of("count", counting)).orElseThrow()) {
      assertThat(ControlClient.isListening(folder)).isTrue();
      assertThat(
              ControlClient.ask(
                  folder, List.of("count", "a b"), (done, size) -> told.add(done + " of " + size)))
          .isEqualTo(new ControlAnswer.Done(List.of("a b")));
      assertThat(told).containsExactly("3 of 7");
      assertThat(ControlClient.ask(folder, List.of("count", "x")))
          .isEqualTo(new ControlAnswer.Done(List.of("x")));
    }
    Path _ = Files.createFile(folder.resolve("control/socket"));
    assertThat(ControlClient.isListening(folder)).as("a socket that was left behind").isFalse();
  }

  private UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(ControlLine.socket(folder.toAbsolutePath()));
  }

  @Test
  void aPathThatIsTooLongIsSaidAndNotTried() throws Exception {
    Path deep = Files.createDirectories(folder.resolve("x".repeat(90)));
    assertThat(ControlServer.start(deep, COMMANDS)).isEmpty();
    assertThat(ControlClient.ask(deep, List.of("echo")))
        .isInstanceOfSatisfying(
            ControlAnswer.Refused.class,
            refused -> assertThat(refused.reason()).contains("too long"));
  }
}
