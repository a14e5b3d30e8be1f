package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
  @Test
  void decodingGivesTheModelThatWasEncoded() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Model model = Plants.model(Plants.random(seed));
          assertThat(CanonicalForm.decode(CanonicalForm.encode(model)))
              .isEqualTo(new Decoded.Value<>(model));
        });
  }

  @Test
  void noChangedByteDecodesToTheSameModel() {
    Model model = Plants.model(Detailed.whole(Plants.small()));
    byte[] bytes = CanonicalForm.encode(model);
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] other = bytes.clone();
        other[at] ^= (byte) (1 << bit);
        assertThat(CanonicalForm.decode(other)).isNotEqualTo(new Decoded.Value<>(model));
      }
      assertThat(CanonicalForm.decode(Arrays.copyOf(bytes, at)))
          .isInstanceOf(Decoded.Malformed.class);
    }
    assertThat(CanonicalForm.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(Decoded.Malformed.class);
  }

  /** What decodes, encodes to the same bytes: so each model has one digest. */
  @Test
  void aModelHasOneSpelling() {
    byte[] good = CanonicalForm.encode(Plants.model(Detailed.whole(Plants.small())));
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = good.clone();
          for (int i = random.nextInt(1, 4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          if (CanonicalForm.decode(bytes) instanceof Decoded.Value<Model>(var model)) {
            assertThat(CanonicalForm.encode(model)).isEqualTo(bytes);
          }
        });
  }

  @Test
  void anotherOrderOfZonesIsRefused() {
    var out = new CborWriter(100);
    out.array(6);
    out.text(PlantFormat.ONE.word());
    for (String each : new String[] {"works", "east"}) {
      out.array(2);
      out.text(each);
      out.text(each);
    }
    out.array(2);
    for (String each : new String[] {"b", "a"}) {
      out.array(4);
      out.text(each);
      out.text(each);
      out.nullValue();
      out.array(0);
    }
    out.array(0);
    out.array(0);
    assertThat(CanonicalForm.decode(out.toByteArray()))
        .isEqualTo(new Decoded.Malformed<>("is not in canonical order"));
  }

  @Test
  void anotherFormatIsRefused() {
    assertThat(CanonicalForm.decode(new byte[0])).isInstanceOf(Decoded.Malformed.class);
    assertThat(CanonicalForm.decode(HexFormat.of().parseHex("8601")))
        .isEqualTo(
            new Decoded.Malformed<>(
                "is no plant of a format that is known: penstock-plant-1, penstock-plant-2"));
  }
}
