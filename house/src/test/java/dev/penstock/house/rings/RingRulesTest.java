package dev.penstock.house.rings;

import dev.penstock.house.checkout.Plant;
import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.RulesContract;
import java.util.List;
import java.util.stream.Stream;

class RingRulesTest extends RulesContract {
  private static final String TOUCHES = "core touches no file, socket, thread, clock or chance";
  private static final String SEES = "core sees only core, the JDK and JSpecify";

  RingRulesTest() {
    super(
        RingRules.all(),
        Stream.of(seeing(), touching(), meeting()).flatMap(List::stream).toList(),
        Plant::compiled);
  }

  private static List<Planted> seeing() {
    return List.of(
        core(SEES, "dev.penstock.beta.Beta", "Object edge = new dev.penstock.beta.Beta();"),
        core(
            SEES, "org.assertj", "Object library = org.assertj.core.api.Assertions.assertThat(1);"),
        core(SEES, "java.net.URI", "java.net.URI place;"),
        core(SEES, "java.nio.file.Path", "java.nio.file.Path file;"),
        core(SEES, "java.nio.channels", "java.nio.channels.FileChannel[] channels;"),
        core(SEES, "java.io.File", "java.io.File file;"),
        core(SEES, "java.sql.Connection", "java.sql.Connection sql;"),
        core(SEES, "java.util.logging", "void log(java.util.logging.Logger to) { to.info(\"\"); }"),
        core(SEES, "java.lang.Thread", "void run() { Thread.ofVirtual(); }"),
        core(SEES, "java.util.Random", "java.util.Random chance;"),
        core(SEES, "java.security.SecureRandom", "java.security.SecureRandom chance;"),
        core(SEES, "concurrent.ExecutorService", "java.util.concurrent.ExecutorService pool;"),
        core(SEES, "java.lang.reflect", "java.lang.reflect.Method method;"));
  }

  private static List<Planted> touching() {
    return List.of(
        core(TOUCHES, "currentTimeMillis", "long now = System.currentTimeMillis();"),
        core(TOUCHES, "nanoTime", "long now = System.nanoTime();"),
        core(TOUCHES, "Instant.now", "Object now = java.time.Instant.now();"),
        core(
            TOUCHES,
            "Instant.now",
            "java.util.function.Supplier<?> later() { return java.time.Instant::now; }"),
        core(TOUCHES, "LocalDate.now", "Object today = java.time.LocalDate.now();"),
        core(TOUCHES, "systemUTC", "Object clock = java.time.Clock.systemUTC();"),
        core(TOUCHES, "java.lang.System.out", "void say() { System.out.println(); }"),
        core(TOUCHES, "getProperty", "String home = System.getProperty(\"user.home\");"),
        core(TOUCHES, "SplittableRandom.<init>()", "Object r = new java.util.SplittableRandom();"),
        core(TOUCHES, "randomUUID", "Object id = java.util.UUID.randomUUID();"),
        core(
            TOUCHES,
            "parallelStream",
            "long all(java.util.List<Integer> of) { return of.parallelStream().count(); }"));
  }

  private static List<Planted> meeting() {
    return List.of(
        type(
            "edges do not see each other",
            "edge/gamma sees edge/beta",
            "edge/gamma",
            "dev.penstock.beta.Beta beta;"),
        type(
            "only app puts edges together",
            "dev.penstock.beta.Beta",
            "testkit",
            "Object edge = new dev.penstock.beta.Beta();"),
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
        type(
            "the shipped modules do not see testkit",
            "dev.penstock.testkit",
            "edge/beta",
            "dev.penstock.testkit.Helped help;"),
        new Planted(
            "internal packages are seen by their own module only",
            "edge/beta sees the inside of core/alpha",
            RingRulesTest::plantForeignInternals),
        new Planted("packages have no cycles", "Cycle detected", RingRulesTest::plantCycle),
        type(
            "fields are set by constructors, not injected",
            "Inject",
            "edge/beta",
            "@interface Inject {} @Inject Object behind;"),
        type(
            "context goes through parameters, not thread-locals",
            "ThreadLocal",
            "edge/beta",
            "ThreadLocal<String> who;"));
  }

  private static Planted core(String rule, String expected, String member) {
    return type(rule, expected, "core/alpha", member);
  }

  private static Planted type(String rule, String expected, String module, String member) {
    return new Planted(
        rule, expected, plant -> plant.main(module, "Bad", "class Bad { " + member + " }"));
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
