package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  private static final String EMPTY = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  private final Digest root = new TreeHasher().leaf(new byte[] {1});

  /** The note text of the example in C2SP tlog-checkpoint. */
  @Test
  void theExampleOfTheSpecificationReadsBackAsItself() {
    String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
    Checkpoint checkpoint = NoteKeys.value(Checkpoint.decode(text));
    assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
    assertThat(checkpoint.size()).isEqualTo(20_852_163L);
    assertThat(checkpoint.extensionLines()).isEmpty();
    assertThat(checkpoint.text()).isEqualTo(text);
  }

  @Test
  void everySizeUpTo2To62AndEveryOriginReadsBack() {
    for (long size : new long[] {1, 9, 10, 1L << 40, RightEdge.SIZE_MAX}) {
      for (String origin : List.of("o", "an origin + more", "Zürich", "7")) {
        var checkpoint = new Checkpoint(origin, size, root, List.of("x", " y "));
        assertThat(Checkpoint.decode(checkpoint.text())).isEqualTo(new Decoded.Value<>(checkpoint));
      }
    }
    var empty = new Checkpoint("o", 0, new TreeHasher().emptyRoot());
    assertThat(empty.text()).isEqualTo("o\n0\n" + EMPTY + "\n");
    assertThat(Checkpoint.decode(empty.text())).isEqualTo(new Decoded.Value<>(empty));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "o\n1\n",
        "o\n1\n" + ROOT,
        "\n1\n" + ROOT + "\n",
        "o\n\n" + ROOT + "\n",
        "o\n1\n\n",
        "o\n1\n" + ROOT + "\n\n",
        "o\n1\n" + ROOT + "\n\nx\n",
        "o\n01\n" + ROOT + "\n",
        "o\n+1\n" + ROOT + "\n",
        "o\n-1\n" + ROOT + "\n",
        "o\n 1\n" + ROOT + "\n",
        "o\n1 \n" + ROOT + "\n",
        "o\n0x1\n" + ROOT + "\n",
        "o\n\u0661\n" + ROOT + "\n",
        "o\n4611686018427387905\n" + ROOT + "\n",
        "o\n9223372036854775808\n" + ROOT + "\n",
        "o\n18446744073709551617\n" + ROOT + "\n",
        "o\n99999999999999999999999999\n" + ROOT + "\n",
        "o\n00\n" + EMPTY + "\n",
        "o\n0\n" + ROOT + "\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "o\n1\n CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nAAAA\n",
        "o\n1\nnot base64\n",
        "o\t\n1\n" + ROOT + "\n",
        "o\n1\n" + ROOT + "\r\n",
      })
  void whatBreaksARuleIsMalformed(String text) {
    assertThat(Checkpoint.decode(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void extensionLinesHaveALimit() {
    String text = "o\n1\n" + ROOT + "\n";
    assertThat(NoteKeys.value(Checkpoint.decode(text + "x\n".repeat(32))).extensionLines())
        .hasSize(32);
    assertThat(Checkpoint.decode(text + "x\n".repeat(33))).isInstanceOf(Decoded.Malformed.class);
    assertThatThrownBy(() -> new Checkpoint("o", 1, root, Collections.nCopies(33, "x")))
        .hasMessageContaining("extension lines");
  }

  @Test
  void misuseIsRefused() {
    assertThatThrownBy(() -> new Checkpoint("", 1, root)).hasMessageContaining("origin");
    assertThatThrownBy(() -> new Checkpoint("a\nb", 1, root)).hasMessageContaining("origin");
    assertThatThrownBy(() -> new Checkpoint("o", -1, root)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Checkpoint("o", RightEdge.SIZE_MAX + 1, root))
        .hasMessageContaining("tree size");
    assertThatThrownBy(() -> new Checkpoint("o", 0, root)).hasMessageContaining("hash of nothing");
    assertThatThrownBy(() -> new Checkpoint("o", 1, root, List.of("")))
        .hasMessageContaining("extension lines");
  }
}
