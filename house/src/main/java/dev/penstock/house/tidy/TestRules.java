package dev.penstock.house.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.JavaSource;
import dev.penstock.house.checkout.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a test owes its reader: a sentence for a name, an assertion, and that it runs. */
final class TestRules {
  private static final Set<String> TEST_MARKS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestTemplate", "FuzzTest");

  private static final Pattern SENTENCE = Pattern.compile("(?!tests?[A-Z])[a-z]+[0-9]*[A-Z0-9].*");

  private TestRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule("a test asserts something", TestRules::testsWithoutAssertion),
        new Rule("a test is named as a sentence", TestRules::testsWithoutSentence),
        new Rule("no test is switched off", TestRules::disabledTests),
        new Rule("an assumption gives its reason", TestRules::silentAssumptions),
        new Rule("no test sleeps", TestRules::sleepingTests));
  }

  private static List<String> testsWithoutAssertion(Checkout checkout) {
    var assertions = new Assertions(checkout.sources());
    return eachTest(
        checkout,
        (source, method, violations) -> {
          if (!assertions.areIn(source, method)) {
            violations.add(source.at(method) + ": " + method.getName() + " asserts nothing");
          }
        });
  }

  private static List<String> testsWithoutSentence(Checkout checkout) {
    return eachTest(
        checkout,
        (source, method, violations) -> {
          if (!SENTENCE.matcher(method.getName()).matches()
              || method.getName().toString().contains("_")) {
            violations.add(source.at(method) + ": name a sentence: " + method.getName());
          }
        });
  }

  private static List<String> disabledTests(Checkout checkout) {
    var violations = new ArrayList<String>();
    for (JavaSource source : checkout.sources()) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitAnnotation(AnnotationTree mark, @Nullable Void unused) {
          if (simpleName(mark).matches("(Disabled|Enabled|Ignore).*")) {
            violations.add(source.at(mark) + ": run it or remove it: @" + simpleName(mark));
          }
          return super.visitAnnotation(mark, null);
        }
      }.scan(source.unit(), null);
    }
    return violations;
  }

  private static List<String> silentAssumptions(Checkout checkout) {
    return eachCall(
        checkout,
        (source, call) -> {
          String name = nameOf(call);
          int arguments = call.getArguments().size();
          return (name.matches("assume(True|False)") && arguments < 2)
              || (name.equals("abort") && source.isTest() && arguments < 1);
        },
        "say in the assumption what is missing");
  }

  private static List<String> sleepingTests(Checkout checkout) {
    return eachCall(
        checkout,
        (source, call) ->
            source.isTest()
                && (nameOf(call).equals("sleep") || nameOf(call).equals("parkNanos"))
                && call.getMethodSelect() instanceof MemberSelectTree,
        "move a fake clock or wait for the event instead of sleeping");
  }

  private interface TestVisitor {
    void visit(JavaSource source, MethodTree test, List<String> violations);
  }

  private interface CallFilter {
    boolean accepts(JavaSource source, MethodInvocationTree call);
  }

  private static List<String> eachTest(Checkout checkout, TestVisitor visitor) {
    var violations = new ArrayList<String>();
    for (JavaSource source : checkout.sources()) {
      methods(
          source,
          (method, marks) -> {
            if (marks.stream().anyMatch(TEST_MARKS::contains)) {
              visitor.visit(source, method, violations);
            }
          });
    }
    return violations;
  }

  private static void methods(JavaSource source, BiConsumer<MethodTree, List<String>> visitor) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        visitor.accept(
            method,
            method.getModifiers().getAnnotations().stream().map(TestRules::simpleName).toList());
        return super.visitMethod(method, null);
      }
    }.scan(source.unit(), null);
  }

  private static List<String> eachCall(Checkout checkout, CallFilter filter, String problem) {
    var violations = new ArrayList<String>();
    for (JavaSource source : checkout.sources()) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethodInvocation(
            MethodInvocationTree call, @Nullable Void unused) {
          if (filter.accepts(source, call)) {
            violations.add(source.at(call) + ": " + problem + ": " + nameOf(call));
          }
          return super.visitMethodInvocation(call, null);
        }
      }.scan(source.unit(), null);
    }
    return violations;
  }

  private static String simpleName(AnnotationTree mark) {
    String name = mark.getAnnotationType().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String nameOf(MethodInvocationTree call) {
    String select = call.getMethodSelect().toString();
    return select.substring(select.lastIndexOf('.') + 1);
  }
}
