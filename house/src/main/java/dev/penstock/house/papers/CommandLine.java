package dev.penstock.house.papers;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.util.TreeScanner;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.JavaSource;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sub-commands and options that app/cli and bench really have, as its annotations name them.
 *
 * @param commands names of commands, at any depth
 * @param options with their dashes
 */
record CommandLine(Set<String> commands, Set<String> options) {
  private static final Pattern NAMES = Pattern.compile("names? = (\\{[^}]*}|\"[^\"]*\")");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  CommandLine {
    commands = Set.copyOf(commands);
    options = Set.copyOf(options);
  }

  static CommandLine of(Checkout checkout) {
    var commands = new HashSet<String>();
    var options = new HashSet<>(Set.of("--help", "-h"));
    for (JavaSource source : checkout.sources()) {
      if (!source.path().matches("(app/cli|bench)/src/main/.*")) {
        continue;
      }
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitAnnotation(AnnotationTree mark, @Nullable Void unused) {
          switch (mark.getAnnotationType().toString()) {
            case "Command" -> collect(mark, commands);
            case "Option" -> collect(mark, options);
            default -> {}
          }
          return super.visitAnnotation(mark, null);
        }
      }.scan(source.unit(), null);
    }
    return new CommandLine(commands, options);
  }

  private static void collect(AnnotationTree mark, Set<String> into) {
    Matcher names = NAMES.matcher(mark.toString());
    if (names.find()) {
      TEXT.matcher(names.group(1)).results().forEach(name -> into.add(name.group(1)));
    }
  }
}
