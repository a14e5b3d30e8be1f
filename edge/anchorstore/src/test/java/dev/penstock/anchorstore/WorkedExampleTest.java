package dev.penstock.anchorstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The row in docs/formats/anchors.md is the one that this program writes. */
class WorkedExampleTest {
  private static final byte[] ID = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  @Test
  void theRowOfTheFormatsPageIsWrittenAsItStandsThere() throws IOException {
    Path page = Path.of(System.getProperty("penstock.root"), "docs/formats/anchors.md");
    String text = Files.readString(page);
    String example = text.substring(text.indexOf("## Worked example"));
    String bytes =
        Pattern.compile("(?m)^\\| `([0-9a-f]+)` \\|")
            .matcher(example)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining());
    var row = new Row(10, 10, -1, 0, 130, 0xdeadbeef, 0, -1);
    ByteBuffer written = row.encode(ID, 0);
    byte[] stands = new byte[Row.BYTES];
    written.get(0, stands);
    assertThat(HexFormat.of().formatHex(stands)).isEqualTo(bytes);
    assertThat(Row.isWhole(written, ID, 0)).isTrue();
    assertThat(Row.decode(written)).isEqualTo(row);
  }
}
