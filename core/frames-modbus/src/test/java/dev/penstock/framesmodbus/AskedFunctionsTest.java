package dev.penstock.framesmodbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Target;
import dev.penstock.framesmodbus.asked.AskedParts;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The codes that rules can name are those that are read here. Req: 62443-4-2 NDR 5.2 */
class AskedFunctionsTest {
  @Test
  void whatARequestAsksForIsWhatRulesTakeItsFunctionCodeFor() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Request request = Drawn.request(new SplittableRandom(seed));
          var asked = AskedParts.of(1, request).keySet();
          if (!asked.contains(dev.penstock.conduit.Operation.UNKNOWN)) {
            assertThat(FunctionCode.operations(request.function()))
                .as("%s", request)
                .containsAll(asked);
          }
        });
  }

  @Test
  void objectsOfEachTableAreReadByOneCode() {
    for (Table table : Table.values()) {
      var read = new Request.Read(table, 7, 1);
      Target target =
          AskedParts.of(1, read).get(dev.penstock.conduit.Operation.READ).getFirst().target();
      assertThat(AskedParts.functionOfReading("modbus", target)).hasValue(read.function());
      assertThat(AskedParts.functionOfReading("s7", target)).isEqualTo(OptionalInt.empty());
    }
    assertThat(AskedParts.functionOfReading("modbus", new Target.Device())).isEmpty();
    assertThat(AskedParts.functionOfReading("modbus", new Target.Numbers("file", 1, 1, 1)))
        .isEmpty();
  }
}
