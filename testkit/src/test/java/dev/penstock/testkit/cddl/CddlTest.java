package dev.penstock.testkit.cddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CddlTest {
  private static boolean fits(String grammar, String rule, String hex) {
    return Cddl.of(grammar).fault(rule, HexFormat.of().parseHex(hex)).isEmpty();
  }

  @Test
  void rangesAndLiteralsAndNames() {
    assertThat(fits("a = 0..23", "a", "17")).isTrue();
    assertThat(fits("a = 0..23", "a", "1818")).isFalse();
    assertThat(fits("a = 0...24", "a", "1818")).isFalse();
    assertThat(fits("a = -2..-1", "a", "20")).isTrue();
    assertThat(fits("a = \"x\" / 7", "a", "07")).isTrue();
    assertThat(fits("a = \"x\" / 7", "a", "6178")).isTrue();
    assertThat(fits("a = \"x\" / 7", "a", "6179")).isFalse();
    assertThat(fits("a = b / nil\nb = tstr", "a", "f6")).isTrue();
    assertThat(fits("a = uint a /= tstr", "a", "6178")).isTrue();
    assertThat(fits("a = float", "a", "f93c00")).isTrue();
    assertThat(fits("a = float", "a", "01")).isFalse();
    assertThat(fits("a = &(one: 1, two: 2)", "a", "02")).isTrue();
    assertThat(fits("a = &(one: 1, two: 2)", "a", "03")).isFalse();
  }

  @Test
  void arraysWithOccurrence() {
    String grammar = "a = [x: uint, ? y: tstr, * z: bool]";
    assertThat(fits(grammar, "a", "8101")).isTrue();
    assertThat(fits(grammar, "a", "82016178")).isTrue();
    assertThat(fits(grammar, "a", "8401f4f5f4")).isTrue();
    assertThat(fits(grammar, "a", "80")).isFalse();
    assertThat(fits(grammar, "a", "8201f6")).isFalse();
    assertThat(fits("a = [+ uint]", "a", "80")).isFalse();
    assertThat(fits("a = [2*3 uint]", "a", "83010203")).isTrue();
    assertThat(fits("a = [2*3 uint]", "a", "8401020304")).isFalse();
    // The star must give back what the last entry needs.
    assertThat(fits("a = [* uint, last: uint]", "a", "83010203")).isTrue();
    assertThat(fits("a = [* (k: tstr, v: uint)]", "a", "84617801617902")).isTrue();
    assertThat(fits("a = [* (k: tstr, v: uint)]", "a", "836178016179")).isFalse();
  }

  @Test
  void mapsWithKeysOfEachForm() {
    String grammar = "a = {1 => uint, ? name: tstr, * tstr => bool}";
    assertThat(fits(grammar, "a", "a10105")).isTrue();
    assertThat(fits(grammar, "a", "a20105646e616d656178")).isTrue();
    assertThat(fits(grammar, "a", "a201056178f5")).isTrue();
    assertThat(fits(grammar, "a", "a16178f5")).isFalse();
    assertThat(fits(grammar, "a", "a201050206")).isFalse();
  }

  @Test
  void genericsBindTheirArguments() {
    String grammar = "rec<k, v> = [k, v]\nouter<v> = rec<7, v> / rec<8, nil>\na = outer<tstr>";
    assertThat(fits(grammar, "a", "82076178")).isTrue();
    assertThat(fits(grammar, "a", "8208f6")).isTrue();
    assertThat(fits(grammar, "a", "82086178")).isFalse();
  }

  @Test
  void controlsSizeAndCbor() {
    assertThat(fits("a = bstr .size 2", "a", "420102")).isTrue();
    assertThat(fits("a = bstr .size 2", "a", "43010203")).isFalse();
    assertThat(fits("a = tstr .size (1..2)", "a", "62c3bc")).isTrue();
    assertThat(fits("a = tstr .size (1..2)", "a", "60")).isFalse();
    assertThat(fits("a = bstr .cbor [1]", "a", "428101")).isTrue();
    assertThat(fits("a = bstr .cbor [1]", "a", "428102")).isFalse();
    assertThat(fits("a = bstr .cbor [1]", "a", "4182")).isFalse();
    assertThat(fits("a = #6.4([int, int])", "a", "c48221196ab3")).isTrue();
    assertThat(fits("a = #6.5([int, int])", "a", "c48221196ab3")).isFalse();
  }

  @Test
  void whatItDoesNotSupportItRefusesToRead() {
    assertThatThrownBy(() -> Cddl.of("a = uint .lt 5")).hasMessageContaining(".lt");
    assertThatThrownBy(() -> Cddl.of("a = ~b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cddl.of("a = 1 a = 2")).hasMessageContaining("twice");
    assertThatThrownBy(() -> Cddl.of("time = uint")).hasMessageContaining("time is one of the");
  }

  @Test
  void bytesThatAreNoItemHaveAFault() {
    assertThat(Cddl.of("a = any").fault("a", new byte[] {(byte) 0x82, 1})).isPresent();
    assertThat(Cddl.of("a = any").fault("a", new byte[] {1, 1})).isPresent();
  }
}
