package dev.penstock.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sparkplug 3.0 §5.2: names that differ in their case alone. */
class OneNameTest {
  @ParameterizedTest
  @CsvSource({"Pump,PUMP", "\u0131,i", "\u0130,i", "stra\u00dfe,STRASSE", "\u212a,k", "\ufb01,fi"})
  void whatSomeHostsTakeForOneNameIsOne(String one, String other) {
    assertThat(OneName.of(one)).isEqualTo(OneName.of(other));
  }

  @Test
  void whatPeopleTellApartIsTwo() {
    assertThat(List.of("pump-1", "pump-2", "pump 1", "p\u00f6mp", "pomp").stream().map(OneName::of))
        .doesNotHaveDuplicates();
  }

  /** Each way of comparing that a host may have finds no two names in what is one for us. */
  @Test
  void noWayOfComparingFindsFewerNames() {
    List<String> wrong = new ArrayList<>();
    for (int c = 1; c < 0x30000; c++) {
      if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
        String name = Character.toString(c);
        for (String other :
            List.of(
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                Character.toString(Character.toLowerCase(Character.toUpperCase(c))),
                Normalizer.normalize(name, Normalizer.Form.NFD),
                Normalizer.normalize(name, Normalizer.Form.NFC))) {
          if (!OneName.of(name).equals(OneName.of(other))) {
            wrong.add(Integer.toHexString(c) + " " + other);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
