package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.it.peers.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What tshark makes of frames that passed a tap. */
final class ModbusDissection {
  private ModbusDissection() {}

  /** Fails where one is not whole; gives the function codes that were seen, as numbers. */
  static Set<Integer> functionsOf(ModbusTap tap, Path folder)
      throws IOException, InterruptedException {
    Path capture = folder.resolve("modbus.pcap");
    tap.writeTo(capture);
    List<String> lines =
        run(
            Peers.ofThisMachine().program("tshark").toString(),
            "-r",
            capture.toString(),
            "-T",
            "fields",
            "-E",
            "separator=;",
            "-e",
            "frame.number",
            "-e",
            "mbtcp.len",
            "-e",
            "modbus.func_code",
            "-e",
            "_ws.malformed",
            "-e",
            "_ws.expert.severity",
            "-e",
            "_ws.expert.message");
    assertThat(lines).hasSize(tap.frames());
    Set<Integer> functions = new TreeSet<>();
    for (String line : lines) {
      String[] fields = line.split(";", -1);
      assertThat(fields[1]).as("a length in " + line).isNotEmpty();
      assertThat(fields[2]).as("a function code in " + line).isNotEmpty();
      assertThat(fields[3]).as("nothing malformed in " + line).isEmpty();
      // Errors have 8388608; notes on exceptions and on the like have less.
      assertThat(fields[4]).as("no error in " + line).doesNotContain("8388608");
      functions.add(Integer.parseInt(fields[2]));
    }
    return functions;
  }

  static List<String> run(String... command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command));
  }

  static List<String> run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
