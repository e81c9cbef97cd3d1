package io.strowger.gateway.main;

import java.lang.reflect.Proxy;

/**
 * Operating system signals. The JDK's only door to them is {@code sun.misc.Signal}, which javac
 * warns of and cannot be told not to; so it is reached by reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs the action, on a thread of the JVM's, each time the signal comes. Where the platform, or
   * another owner of the signal, does not allow it, nothing happens: the default action stays.
   *
   * @param name without SIG, for example {@code HUP}
   */
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> arguments != null && self == arguments[0];
                    default -> "handler of SIG" + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      System.getLogger("strowger").log(System.Logger.Level.DEBUG, "SIG" + name + " not taken", e);
    }
  }
}
