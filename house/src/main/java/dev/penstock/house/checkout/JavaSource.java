package dev.penstock.house.checkout;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** A Java file as the compiler parses it; nothing is resolved. */
public final class JavaSource {
  private final String path;
  private final String text;
  private final CompilationUnitTree unit;
  private final Trees trees;

  private JavaSource(String path, String text, CompilationUnitTree unit, Trees trees) {
    this.path = path;
    this.text = text;
    this.unit = unit;
    this.trees = trees;
  }

  /** Parses all files in one go; the first syntax error is an {@link IllegalArgumentException}. */
  static List<JavaSource> parse(Path root, List<SourceFile> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    var problems = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(problems, null, null)) {
      Map<Path, SourceFile> byPath = new HashMap<>();
      files.forEach(file -> byPath.put(root.resolve(file.path()), file));
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problems,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(byPath.keySet().stream().sorted().toList()));
      Trees trees = Trees.instance(task);
      var sources = new ArrayList<JavaSource>();
      for (CompilationUnitTree unit : task.parse()) {
        SourceFile file = byPath.get(Path.of(unit.getSourceFile().toUri()));
        if (file == null) {
          throw new IllegalStateException("parsed what was not asked for: " + unit.getSourceFile());
        }
        sources.add(new JavaSource(file.path(), file.text(), unit, trees));
      }
      problems.getDiagnostics().stream()
          .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
          .findFirst()
          .ifPresent(problem -> {
            throw new IllegalArgumentException(problem.toString());
          });
      return sources;
    } catch (IOException e) {
      throw new IllegalStateException("sources cannot be read below " + root, e);
    }
  }

  /** Below the root, parts joined by a slash. */
  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  public CompilationUnitTree unit() {
    return unit;
  }

  public String packageName() {
    return unit.getPackage() == null ? "" : unit.getPackage().getPackageName().toString();
  }

  public boolean isTest() {
    return path.contains("src/test/");
  }

  /** {@code path:line} of a part of this file. */
  public String at(Tree tree) {
    return path + ":" + lineOf(startOf(tree));
  }

  /** How many lines a part of this file spans, first and last included. */
  public long lineCount(Tree tree) {
    long end = trees.getSourcePositions().getEndPosition(unit, tree);
    return lineOf(end - 1) - lineOf(startOf(tree)) + 1;
  }

  private long startOf(Tree tree) {
    return trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private long lineOf(long position) {
    return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
  }
}
