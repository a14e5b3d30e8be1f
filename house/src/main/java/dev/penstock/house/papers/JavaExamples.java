package dev.penstock.house.papers;

import com.sun.source.util.JavacTask;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.SourceFile;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Java between the fences of a document: a file, members of a class, or statements. It must parse,
 * so that a reader can paste it; what it names is held by the tests that the document points to.
 */
final class JavaExamples {
  private JavaExamples() {}

  static List<String> broken(Checkout checkout) {
    var violations = new ArrayList<String>();
    for (SourceFile file : checkout.files()) {
      if (Markdown.is(file)) {
        for (Markdown.Fence fence : Markdown.of(file).fences()) {
          if (fence.language().equals("java") && !isJava(fence.text())) {
            violations.add(fence.at() + ": is no Java that could be pasted");
          }
        }
      }
    }
    return violations;
  }

  private static boolean isJava(String text) {
    return parses(text)
        || parses("class Example {\n" + text + "\n}")
        || parses("class Example { void run() {\n" + text + "\n} }");
  }

  private static boolean parses(String source) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    var file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, List.of(file));
    try {
      task.parse().forEach(unit -> {});
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    return problems.getDiagnostics().stream()
        .noneMatch(problem -> problem.getKind() == Diagnostic.Kind.ERROR);
  }
}
