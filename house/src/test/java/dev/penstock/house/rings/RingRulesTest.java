package dev.penstock.house.rings;

import dev.penstock.house.checkout.Plant;
import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;

class RingRulesTest extends RulesContract {
  private static final String TOUCHES = "core touches no file, socket, thread, clock or chance";
  private static final String SEES = "core sees only core, the JDK and JSpecify";

  RingRulesTest() {
    super(RingRules.all(), plants());
  }

  private static List<Planted> plants() {
    return List.of(
        new Planted(
            SEES,
            "dev.penstock.beta.Beta",
            plant -> core(plant, "Object edge = new dev.penstock.beta.Beta();")),
        new Planted(
            SEES,
            "org.assertj",
            plant ->
                core(plant, "Object library = org.assertj.core.api.Assertions.assertThat(1);")),
        new Planted(SEES, "java.net.URI", plant -> core(plant, "java.net.URI place;")),
        new Planted(SEES, "java.nio.file.Path", plant -> core(plant, "java.nio.file.Path file;")),
        new Planted(
            SEES,
            "java.nio.channels",
            plant -> core(plant, "java.nio.channels.FileChannel[] channels;")),
        new Planted(SEES, "java.io.File", plant -> core(plant, "java.io.File file;")),
        new Planted(SEES, "java.sql.Connection", plant -> core(plant, "java.sql.Connection sql;")),
        new Planted(
            SEES,
            "java.util.logging",
            plant -> core(plant, "void log(java.util.logging.Logger to) { to.info(\"\"); }")),
        new Planted(
            SEES, "java.lang.Thread", plant -> core(plant, "void run() { Thread.ofVirtual(); }")),
        new Planted(SEES, "java.util.Random", plant -> core(plant, "java.util.Random chance;")),
        new Planted(
            SEES,
            "java.security.SecureRandom",
            plant -> core(plant, "java.security.SecureRandom chance;")),
        new Planted(
            SEES,
            "java.util.concurrent.ExecutorService",
            plant -> core(plant, "java.util.concurrent.ExecutorService pool;")),
        new Planted(
            SEES, "java.lang.reflect", plant -> core(plant, "java.lang.reflect.Method method;")),
        new Planted(
            TOUCHES,
            "currentTimeMillis",
            plant -> core(plant, "long now = System.currentTimeMillis();")),
        new Planted(TOUCHES, "nanoTime", plant -> core(plant, "long now = System.nanoTime();")),
        new Planted(
            TOUCHES, "Instant.now", plant -> core(plant, "Object now = java.time.Instant.now();")),
        new Planted(
            TOUCHES,
            "Instant.now",
            plant ->
                core(
                    plant,
                    "java.util.function.Supplier<?> later() { return java.time.Instant::now; }")),
        new Planted(
            TOUCHES,
            "LocalDate.now",
            plant -> core(plant, "Object today = java.time.LocalDate.now();")),
        new Planted(
            TOUCHES,
            "systemUTC",
            plant -> core(plant, "Object clock = java.time.Clock.systemUTC();")),
        new Planted(
            TOUCHES,
            "java.lang.System.out",
            plant -> core(plant, "void say() { System.out.println(); }")),
        new Planted(
            TOUCHES,
            "getProperty",
            plant -> core(plant, "String home = System.getProperty(\"user.home\");")),
        new Planted(
            TOUCHES,
            "SplittableRandom.<init>()",
            plant -> core(plant, "Object chance = new java.util.SplittableRandom();")),
        new Planted(
            TOUCHES,
            "randomUUID",
            plant -> core(plant, "Object id = java.util.UUID.randomUUID();")),
        new Planted(
            TOUCHES,
            "parallelStream",
            plant ->
                core(
                    plant,
                    "long all(java.util.List<Integer> of) { return of.parallelStream().count(); }")),
        new Planted(
            "edges do not see each other",
            "edge/gamma sees edge/beta",
            plant ->
                plant.main("edge/gamma", "Nosy", "class Nosy { dev.penstock.beta.Beta beta; }")),
        new Planted(
            "only app puts edges together",
            "dev.penstock.beta.Beta",
            plant ->
                plant.main(
                    "testkit",
                    "Root",
                    "class Root { Object edge = new dev.penstock.beta.Beta(); }")),
        new Planted(
            "nobody sees app",
            "dev.penstock.delta.Open",
            plant ->
                plant
                    .main("app/delta", "Open", "public class Open {}")
                    .main("edge/beta", "Up", "class Up { dev.penstock.delta.Open app; }")),
        new Planted(
            "the device SDK sees only the JDK",
            "dev.penstock.alpha.Alpha",
            plant ->
                plant
                    .module("device", "")
                    .main("device", "Sdk", "class Sdk { dev.penstock.alpha.Alpha alpha; }")),
        new Planted(
            "the auditor's verifier sees only core and the JDK",
            "java.net.Socket",
            plant ->
                plant
                    .module("app/verifier", "")
                    .main("app/verifier", "Phones", "class Phones { java.net.Socket home; }")),
        new Planted(
            "the shipped modules do not see testkit",
            "dev.penstock.testkit",
            plant ->
                plant.main(
                    "edge/beta", "Leaky", "class Leaky { dev.penstock.testkit.Helped it; }")),
        new Planted(
            "internal packages are seen by their own module only",
            "edge/beta sees the inside of core/alpha",
            RingRulesTest::plantForeignInternals),
        new Planted("packages have no cycles", "Cycle detected", RingRulesTest::plantCycle),
        new Planted(
            "fields are set by constructors, not injected",
            "@dev.penstock.beta.Inject",
            plant ->
                plant
                    .main("edge/beta", "Inject", "@interface Inject {}")
                    .main("edge/beta", "Filled", "class Filled { @Inject Object behind; }")),
        new Planted(
            "context goes through parameters, not thread-locals",
            "ThreadLocal",
            plant ->
                plant.main("edge/beta", "Hidden", "class Hidden { ThreadLocal<String> who; }")));
  }

  private static Plant core(Plant plant, String member) {
    return plant.main("core/alpha", "Touches", "class Touches { " + member + " }");
  }

  private static Plant plantForeignInternals(Plant plant) {
    return plant
        .write(
            "core/alpha/src/main/java/dev/penstock/alpha/internal/Inside.java",
            "package dev.penstock.alpha.internal; public class Inside {}")
        .main("edge/beta", "Peeps", "class Peeps { dev.penstock.alpha.internal.Inside in; }");
  }

  private static Plant plantCycle(Plant plant) {
    return plant
        .write(
            "core/alpha/src/main/java/dev/penstock/alpha/wheel/Wheel.java",
            "package dev.penstock.alpha.wheel; public class Wheel { dev.penstock.alpha.Alpha at; }")
        .main("core/alpha", "Axle", "class Axle { dev.penstock.alpha.wheel.Wheel on; }");
  }
}
