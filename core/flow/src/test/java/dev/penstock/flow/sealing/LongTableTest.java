package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LongTableTest {
  @Test
  void itFindsWhatAMapFinds() {
    Gen<Long> keys = Gen.ints(0, 3).flatMap(i -> Gen.longs(0, i == 0 ? 40 : 0xffff_ffffL));
    Property.forAll(Gen.lists(keys, 0, 400))
        .holds((List<Long> added) -> {
          var table = new LongTable<String>();
          Map<Long, String> map = new TreeMap<>();
          for (long key : added) {
            if (map.putIfAbsent(key, "v" + key) == null) {
              table.add(key, "v" + key);
            }
            assertThat(table.get(key)).isEqualTo("v" + key);
          }
          for (long key = 0; key < 50; key++) {
            assertThat(table.get(key)).isEqualTo(map.get(key));
          }
          assertThat(table.count()).isEqualTo(map.size());
          assertThat(table.sortedKeys()).containsExactly(map.keySet().toArray(new Long[0]));
        });
  }
}
