package dev.penstock.house.tidy;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import dev.penstock.house.checkout.JavaSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * How it is decided, without resolving types. A method asserts when its body, lambdas included,
 *
 * 1. calls an assertion of a library: a name that starts with assert or fail, unqualified or on
 *    Assertions, and that is not declared in this checkout. assertThat(x) alone says nothing: the
 *    chain must go on, and not only with as(...). An assertion on a literal says nothing either.
 * 2. throws an AssertionError.
 * 3. calls a helper of the same file that asserts by these rules, whatever its name.
 * 4. calls a helper of another file of test code that asserts by these rules, when the name says
 *    so: assert, check, expect, verify, hold, must, every. So a call of verify on the thing under test
 *    does not count, unless some test helper of that name asserts: the price of not resolving.
 * 5. calls verify on a chain that starts with EqualsVerifier.
 */
/** Decides whether a test, or a helper it calls, asserts something. */
final class Assertions {
  private static final Pattern LIBRARY = Pattern.compile("(assert|fail)([A-Z].*)?");
  private static final Pattern SAYS_SO =
      Pattern.compile("(assert|check|expect|verify|verifies|holds?|must|every)([A-Z].*)?");
  private static final Set<String> LIBRARY_OWNERS = Set.of("Assertions", "Assert", "this", "super");

  /** Steps of a chain that do not compare anything. */
  private static final Set<String> ONLY_PREPARE =
      Set.of(
          "as",
          "describedAs",
          "extracting",
          "withFailMessage",
          "overridingErrorMessage",
          "usingRecursiveComparison",
          "usingComparator",
          "first",
          "last",
          "element");

  private record Helper(JavaSource source, MethodTree method) {}

  private final Map<String, List<Helper>> helpers = new HashMap<>();
  private final Map<MethodTree, Boolean> known = new HashMap<>();

  Assertions(List<JavaSource> sources) {
    for (JavaSource source : sources) {
      if (isTestCode(source)) {
        collect(source);
      }
    }
  }

  boolean areIn(JavaSource source, MethodTree method) {
    return asserts(new Helper(source, method), new HashSet<>());
  }

  private static boolean isTestCode(JavaSource source) {
    return source.isTest()
        || source.path().startsWith("testkit/")
        || source.path().startsWith("it/")
        || source.path().startsWith("bench/");
  }

  private void collect(JavaSource source) {
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        helpers
            .computeIfAbsent(method.getName().toString(), name -> new ArrayList<>())
            .add(new Helper(source, method));
        return super.visitMethod(method, null);
      }
    }.scan(source.unit(), null);
  }

  private boolean asserts(Helper helper, Set<MethodTree> visiting) {
    Boolean before = known.get(helper.method());
    if (before != null) {
      return before;
    }
    if (helper.method().getBody() == null || !visiting.add(helper.method())) {
      return false;
    }
    var scan = new BodyScan(helper.source(), visiting);
    scan.scan(TreePath.getPath(helper.source().unit(), helper.method().getBody()), null);
    if (scan.found || visiting.size() == 1) {
      known.put(helper.method(), scan.found);
    }
    visiting.remove(helper.method());
    return scan.found;
  }

  private final class BodyScan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final JavaSource source;
    private final Set<MethodTree> visiting;
    private boolean found;

    BodyScan(JavaSource source, Set<MethodTree> visiting) {
      this.source = source;
      this.visiting = visiting;
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree thrown, @Nullable Void unused) {
      if (thrown.getExpression() instanceof NewClassTree made
          && made.getIdentifier().toString().endsWith("AssertionError")) {
        found = true;
      }
      return super.visitThrow(thrown, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      found = found || counts(call);
      return super.visitMethodInvocation(call, null);
    }

    private boolean counts(MethodInvocationTree call) {
      return switch (call.getMethodSelect()) {
        case IdentifierTree plain -> countsUnqualified(plain.getName().toString(), call);
        case MemberSelectTree select -> countsQualified(select, call);
        default -> false;
      };
    }

    private boolean countsUnqualified(String name, MethodInvocationTree call) {
      List<Helper> declared = helpers.getOrDefault(name, List.of());
      List<Helper> here = declared.stream().filter(helper -> helper.source() == source).toList();
      if (!here.isEmpty()) {
        return here.stream().anyMatch(helper -> asserts(helper, visiting));
      }
      if (declared.isEmpty()) {
        return isLibraryAssertion(name, call);
      }
      return SAYS_SO.matcher(name).matches()
          && declared.stream().anyMatch(helper -> asserts(helper, visiting));
    }

    private boolean countsQualified(MemberSelectTree select, MethodInvocationTree call) {
      String name = select.getIdentifier().toString();
      String owner = select.getExpression().toString();
      if (LIBRARY_OWNERS.contains(owner.substring(owner.lastIndexOf('.') + 1))) {
        return countsUnqualified(name, call);
      }
      if (name.equals("verify") && rootOf(select).equals("EqualsVerifier")) {
        return true;
      }
      return SAYS_SO.matcher(name).matches()
          && helpers.getOrDefault(name, List.of()).stream()
              .anyMatch(helper -> asserts(helper, visiting));
    }

    private boolean isLibraryAssertion(String name, MethodInvocationTree call) {
      if (!LIBRARY.matcher(name).matches()) {
        return false;
      }
      if (!call.getArguments().isEmpty()
          && call.getArguments().getFirst() instanceof LiteralTree
          && call.getArguments().size() == 1
          && !name.startsWith("fail")) {
        return false;
      }
      return !name.startsWith("assertThat")
          || name.equals("assertThatThrownBy")
          || chainCompares(getCurrentPath());
    }

    /** Whether the chain that starts at this call goes on to a step that compares. */
    private boolean chainCompares(TreePath start) {
      TreePath at = start;
      while (at.getParentPath().getLeaf() instanceof MemberSelectTree step
          && at.getParentPath().getParentPath().getLeaf() instanceof MethodInvocationTree) {
        if (!ONLY_PREPARE.contains(step.getIdentifier().toString())) {
          return true;
        }
        at = at.getParentPath().getParentPath();
      }
      return false;
    }

    private static String rootOf(Tree tree) {
      return switch (tree) {
        case MemberSelectTree select -> rootOf(select.getExpression());
        case MethodInvocationTree call -> rootOf(call.getMethodSelect());
        case ParenthesizedTree inner -> rootOf(inner.getExpression());
        case ExpressionTree other -> other.toString();
        default -> "";
      };
    }
  }
}
