package io.strowger.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers everything that is wrong with one file, so that it is all told at once. */
final class ConfigProblems {
  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt(ConfigProblem::line)
          .thenComparingInt(ConfigProblem::column)
          .thenComparing(ConfigProblem::key)
          .thenComparing(ConfigProblem::message);

  /** Shorter values are found in too many words by chance; no place quotes them anyway. */
  private static final int HIDDEN_MIN = 3;

  private final Path file;
  private final Set<String> hidden = new HashSet<>();
  private final Map<String, ConfigProblem> errors = new LinkedHashMap<>();
  private final Set<Pointer> places = new HashSet<>();
  private final Map<String, ConfigProblem> warnings = new LinkedHashMap<>();
  private @Nullable ManagedPlaces managed;

  ConfigProblems(Path file) {
    this.file = file;
  }

  /** From now on these places are those of another file. */
  void managed(ManagedPlaces places) {
    managed = places;
  }

  boolean isManaged(Pointer pointer) {
    return managed != null && managed.covers(pointer);
  }

  /** About the file of the accounts that the API has made, as a whole. */
  void managedError(Path managedFile, String message) {
    ConfigProblem problem = new ConfigProblem(managedFile, 0, 0, "", message, null);
    errors.putIfAbsent(problem.toString(), problem);
  }

  /** A value from outside the file: whatever is told later, this is not. */
  void hide(String value) {
    if (value.length() >= HIDDEN_MIN) {
      hidden.add(value);
    }
  }

  void error(Mark mark, Pointer pointer, String message) {
    error(mark, pointer, message, null);
  }

  void error(Mark mark, Pointer pointer, String message, @Nullable String allowed) {
    places.add(pointer);
    add(errors, mark, pointer, message, allowed);
  }

  void warning(Mark mark, Pointer pointer, String message) {
    add(warnings, mark, pointer, message, null);
  }

  boolean hasErrorAt(Pointer pointer) {
    return places.contains(pointer);
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  List<ConfigProblem> errors() {
    return sorted(errors);
  }

  List<ConfigProblem> warnings() {
    return sorted(warnings);
  }

  private void add(
      Map<String, ConfigProblem> to,
      Mark mark,
      Pointer pointer,
      String message,
      @Nullable String allowed) {
    ManagedPlaces elsewhere = isManaged(pointer) ? managed : null;
    ConfigProblem problem =
        new ConfigProblem(
            elsewhere == null ? file : elsewhere.file(),
            mark.line(),
            mark.column(),
            elsewhere == null ? pointer.path() : elsewhere.inside(pointer),
            withoutHidden(message),
            allowed == null ? null : withoutHidden(allowed));
    to.putIfAbsent(problem.toString(), problem);
  }

  private String withoutHidden(String text) {
    String shown = text;
    for (String value : hidden) {
      shown = shown.replace(value, "[hidden]");
    }
    return shown;
  }

  private static List<ConfigProblem> sorted(Map<String, ConfigProblem> problems) {
    List<ConfigProblem> list = new ArrayList<>(problems.values());
    list.sort(BY_PLACE);
    return List.copyOf(list);
  }
}
