package dev.penstock.merkle.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
  private static final Decoded<TilePath> HEAD = new Decoded.Value<>(new TilePath.Head());

  private static Decoded<TilePath> value(TilePath path) {
    return new Decoded.Value<>(path);
  }

  @Test
  void pathsAreThoseOfTheSpecification() {
    assertThat(TilePath.decode("checkpoint")).isEqualTo(HEAD);
    assertThat(new TilePath.Hashes(0, 1_234_067, 256).text()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new TilePath.Hashes(63, 0, 1).text()).isEqualTo("tile/63/000.p/1");
    assertThat(new TilePath.Entries(999, 256).text()).isEqualTo("tile/entries/999");
    assertThat(new TilePath.Entries(1_000, 255).text()).isEqualTo("tile/entries/x001/000.p/255");
    assertThat(TilePath.decode("tile/5/x001/x234/067.p/12"))
        .isEqualTo(value(new TilePath.Hashes(5, 1_234_067, 12)));
  }

  @Test
  void everyPathReadsBackAsItself() {
    Property.forAll(Gen.seeds())
        .cases(500, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          long number = random.nextLong(TilePath.NUMBER_MAX + 1) >>> random.nextInt(54);
          int width = random.nextInt(1, 257);
          TilePath path =
              random.nextBoolean()
                  ? new TilePath.Entries(number, width)
                  : new TilePath.Hashes(random.nextInt(64), number, width);
          assertThat(TilePath.decode(path.text())).isEqualTo(value(path));
        });
    TilePath last = new TilePath.Entries(TilePath.NUMBER_MAX, 256);
    assertThat(TilePath.decode(last.text())).isEqualTo(value(last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/checkpoint",
        "checkpoint/",
        "Checkpoint",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x000/x001/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/x1/000",
        "tile/00/000",
        "tile/64/000",
        "tile/100/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/1/",
        "tile/0/000/1",
        "tile/0/000.q/1",
        "tile/0/000?x",
        "tile/0/../000",
        "tile/0/%30%30%30",
        "tile/0/٠٠٠",
        "tile/data/000",
        "tile/entries",
        "tile/entries/",
        "tile/entries/x000/000",
        "tile/entries/x018/x014/x398/x509/x481/984",
        "tile/entries/x999/x999/x999/x999/x999/999",
        "tile/entries/x001/x999/x999/x999/x999/x999/999",
        "tile/0/000\n",
      })
  void whatIsNoCanonicalPathIsMalformed(String path) {
    assertThat(TilePath.decode(path)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void misuseIsRefused() {
    assertThatThrownBy(() -> new TilePath.Hashes(64, 0, 1)).hasMessageContaining("level 64");
    assertThatThrownBy(() -> new TilePath.Hashes(-1, 0, 1)).hasMessageContaining("level -1");
    assertThatThrownBy(() -> new TilePath.Entries(-1, 1)).hasMessageContaining("tile -1");
    assertThatThrownBy(() -> new TilePath.Entries(1L << 54, 1)).hasMessageContaining("width 1");
    assertThatThrownBy(() -> new TilePath.Entries(0, 0)).hasMessageContaining("width 0");
    assertThatThrownBy(() -> new TilePath.Entries(0, 257)).hasMessageContaining("width 257");
  }

  /** The example of C2SP tlog-tiles, "Partial Tiles": a tree of 70,000 leaves. */
  @Test
  void theLayoutIsThatOfTheSpecification() {
    assertThat(TileLayout.hashCount(0, 70_000)).isEqualTo(273 * 256 + 112);
    assertThat(TileLayout.width(0, 272, 70_000)).isEqualTo(256);
    assertThat(TileLayout.width(0, 273, 70_000)).isEqualTo(112);
    assertThat(TileLayout.width(0, 274, 70_000)).isZero();
    assertThat(TileLayout.width(1, 0, 70_000)).isEqualTo(256);
    assertThat(TileLayout.width(1, 1, 70_000)).isEqualTo(17);
    assertThat(TileLayout.width(2, 0, 70_000)).isEqualTo(1);
    assertThat(TileLayout.width(3, 0, 70_000)).isZero();
    assertThat(TileLayout.width(8, 0, 1L << 62)).isZero();
    assertThat(TileLayout.width(1, 0, 256)).isEqualTo(1);
    assertThat(TileLayout.isWithin(0, 273, 112, 70_000)).isTrue();
    assertThat(TileLayout.isWithin(0, 273, 113, 70_000)).isFalse();
    assertThat(TileLayout.endsBy(0, 3, 1_023)).isFalse();
    assertThat(TileLayout.endsBy(0, 3, 1_024)).isTrue();
    assertThat(TileLayout.endsBy(1, 0, 65_535)).isFalse();
    assertThat(TileLayout.endsBy(1, 0, 65_536)).isTrue();
  }
}
