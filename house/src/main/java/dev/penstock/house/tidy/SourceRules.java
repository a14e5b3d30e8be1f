package dev.penstock.house.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.JavaSource;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Ring;
import dev.penstock.house.checkout.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What holds for every Java file. */
final class SourceRules {
  private static final int METHOD_LINES_MAX = 60;

  /** Rooms named for nothing fill with everything. */
  private static final Set<String> NAMELESS =
      Set.of(
          "util",
          "utils",
          "utilities",
          "common",
          "commons",
          "helper",
          "helpers",
          "impl",
          "dto",
          "dtos",
          "manager",
          "managers",
          "misc",
          "shared",
          "spi");

  private SourceRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("a method has at most 60 lines", SourceRules::longMethods),
        new Rule("a package is named for what it holds", SourceRules::namelessPackages),
        new Rule("a package says what it is for", SourceRules::silentPackages),
        new Rule("a package belongs to one module", SourceRules::splitPackages),
        new Rule("main code is null-marked", SourceRules::unmarkedPackages),
        new Rule("core is made of named modules", SourceRules::unnamedCore));
  }

  private static List<String> longMethods(Checkout checkout) {
    var violations = new ArrayList<String>();
    for (JavaSource source : checkout.sources()) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
          if (method.getBody() != null) {
            measure(method.getName().toString(), method.getBody());
          }
          return super.visitMethod(method, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
          for (var member : type.getMembers()) {
            if (member instanceof BlockTree block) {
              measure("an initializer", block);
            }
          }
          return super.visitClass(type, null);
        }

        private void measure(String name, BlockTree body) {
          long lines = source.lineCount(body);
          if (lines > METHOD_LINES_MAX) {
            violations.add(source.at(body) + ": " + name + " has " + lines + " lines");
          }
        }
      }.scan(source.unit(), null);
    }
    return violations;
  }

  private static List<String> namelessPackages(Checkout checkout) {
    var violations = new TreeSet<String>();
    for (JavaSource source : checkout.sources()) {
      for (String part : source.packageName().split("\\.", -1)) {
        if (NAMELESS.contains(part)) {
          violations.add(source.packageName() + ": name what it holds, not \"" + part + "\"");
        }
      }
    }
    return List.copyOf(violations);
  }

  private static List<String> silentPackages(Checkout checkout) {
    Set<String> speaking = new HashSet<>();
    for (JavaSource source : infos(checkout)) {
      boolean namesTheFirstType =
          Comments.of(source.text()).stream()
              .anyMatch(comment -> comment.isJavadoc() && comment.text().contains("{@link"));
      if (namesTheFirstType) {
        speaking.add(source.packageName());
      }
    }
    var violations = new TreeSet<String>();
    for (JavaSource source : checkout.sources()) {
      if (!source.packageName().isEmpty() && !speaking.contains(source.packageName())) {
        violations.add(
            source.packageName()
                + ": package-info.java must say what the room is for and {@link} the first type");
      }
    }
    return List.copyOf(violations);
  }

  private static List<String> splitPackages(Checkout checkout) {
    Map<String, Set<String>> modules = new HashMap<>();
    for (JavaSource source : checkout.sources()) {
      if (!source.isTest() && !source.packageName().isEmpty()) {
        checkout
            .moduleOf(source.path())
            .ifPresent(module -> {
              var _ =
                  modules
                      .computeIfAbsent(source.packageName(), name -> new TreeSet<>())
                      .add(module.path());
            });
      }
    }
    return modules.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> entry.getKey() + " is split over " + entry.getValue())
        .sorted()
        .toList();
  }

  /** NullAway looks at marked code only, so that a missing mark would switch it off unseen. */
  private static List<String> unmarkedPackages(Checkout checkout) {
    Set<String> marked = new HashSet<>();
    for (JavaSource source : checkout.sources()) {
      if (source.unit().getModule() != null
          && source.unit().getModule().getAnnotations().toString().contains("NullMarked")) {
        checkout.moduleOf(source.path()).ifPresent(module -> marked.add(module.path()));
      }
    }
    for (JavaSource source : infos(checkout)) {
      if (source.unit().getPackageAnnotations().toString().contains("NullMarked")) {
        marked.add(source.packageName());
      }
    }
    var violations = new TreeSet<String>();
    for (JavaSource source : checkout.sources()) {
      if (source.isTest() || source.packageName().isEmpty()) {
        continue;
      }
      boolean byModule =
          checkout.moduleOf(source.path()).map(Module::path).filter(marked::contains).isPresent();
      if (!byModule && !marked.contains(source.packageName())) {
        violations.add(source.packageName() + ": add @NullMarked, else NullAway is blind there");
      }
    }
    return List.copyOf(violations);
  }

  private static List<String> unnamedCore(Checkout checkout) {
    return checkout.modules().stream()
        .filter(module -> module.ring() == Ring.CORE)
        .map(module -> module.path() + "/src/main/java/module-info.java")
        .filter(path -> !checkout.paths().contains(path))
        .map(path -> path + " is missing")
        .toList();
  }

  private static List<JavaSource> infos(Checkout checkout) {
    return checkout.sources().stream()
        .filter(source -> source.path().endsWith("/package-info.java"))
        .toList();
  }
}
