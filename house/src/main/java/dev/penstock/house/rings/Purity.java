package dev.penstock.house.rings;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;

/**
 * Which of the JDK core may use (CONTRIBUTING.md, "Style in short"): same input, same bytes out, on
 * every machine. A list of what is allowed, because a list of what is forbidden misses the next
 * door.
 */
final class Purity {
  private static final String[] PACKAGES = {
    "java.lang",
    "java.lang.annotation",
    "java.lang.constant",
    "java.lang.invoke", // byte-array views; the bootstraps of records and switches
    "java.lang.runtime",
    "java.math",
    "java.nio", // buffers; channels and files are other packages
    "java.nio.charset",
    "java.security..",
    "java.text",
    "java.time..",
    "java.util",
    "java.util.concurrent.atomic",
    "java.util.function",
    "java.util.random",
    "java.util.regex",
    "java.util.stream",
    "java.util.zip",
    "javax.crypto..",
  };

  /** From java.io only what carries bytes or says that it could not. */
  private static final Set<String> IO_TYPES =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.Closeable",
          "java.io.DataInputStream",
          "java.io.DataOutputStream",
          "java.io.EOFException",
          "java.io.IOException",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.Serial",
          "java.io.Serializable",
          "java.io.UncheckedIOException");

  /** Of the packages above, these start threads, run other programs, log, or draw numbers. */
  private static final Set<String> FORBIDDEN_TYPES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.Thread$Builder",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.util.Random",
          "java.util.ServiceLoader",
          "java.util.Timer",
          "java.util.TimerTask");

  /** Methods that ask the machine, the clock or chance, by owner. */
  private static final Map<String, Set<String>> FORBIDDEN_MEMBERS =
      Map.ofEntries(
          Map.entry(
              "java.lang.System",
              Set.of(
                  "currentTimeMillis",
                  "nanoTime",
                  "getProperty",
                  "getProperties",
                  "getenv",
                  "exit",
                  "out",
                  "err",
                  "in",
                  "getLogger",
                  "lineSeparator",
                  "load",
                  "loadLibrary")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.lang.StrictMath", Set.of("random")),
          Map.entry("java.lang.Class", Set.of("forName")),
          Map.entry("java.util.UUID", Set.of("randomUUID")),
          Map.entry("java.util.Locale", Set.of("getDefault")),
          Map.entry("java.util.TimeZone", Set.of("getDefault")),
          Map.entry("java.util.Collections", Set.of("shuffle")),
          Map.entry("java.util.random.RandomGenerator", Set.of("of", "getDefault")),
          Map.entry("java.nio.charset.Charset", Set.of("defaultCharset")),
          Map.entry("java.time.ZoneId", Set.of("systemDefault")),
          Map.entry(
              "java.time.Clock",
              Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds")),
          Map.entry("java.time.InstantSource", Set.of("system")));

  private Purity() {}

  static DescribedPredicate<JavaClass> allowedTypes() {
    return DescribedPredicate.describe(
        "the part of the JDK that touches nothing", Purity::isAllowed);
  }

  static DescribedPredicate<JavaAccess<?>> impureAccess() {
    return DescribedPredicate.describe(
        "the machine, the clock or chance is asked", access -> isImpure(access.getTarget()));
  }

  private static boolean isAllowed(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.isPrimitive()
        || IO_TYPES.contains(base.getName())
        || (resideInAnyPackage(PACKAGES).test(base) && !FORBIDDEN_TYPES.contains(base.getName()));
  }

  private static boolean isImpure(AccessTarget target) {
    JavaClass owner = target.getOwner();
    String name = target.getName();
    if (name.equals("now") && owner.getPackageName().startsWith("java.time")) {
      return true;
    }
    if (name.startsWith("parallel") && owner.getPackageName().startsWith("java.util")) {
      return true; // on a collection, a stream or an array: the common pool's threads
    }
    if (name.equals("<init>") && owner.getName().equals("java.util.SplittableRandom")) {
      // Without a seed it draws one itself.
      return target instanceof AccessTarget.ConstructorCallTarget call
          && call.getRawParameterTypes().isEmpty();
    }
    return FORBIDDEN_MEMBERS.getOrDefault(owner.getName(), Set.of()).contains(name);
  }
}
