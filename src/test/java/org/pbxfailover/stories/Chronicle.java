package org.pbxfailover.stories;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Every request that reached any of the stubs, in the order of arrival. */
final class Chronicle {
    record Call(String server, String method, String path, String key, String body) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    void add(Call call) {
        calls.add(call);
    }

    /** A mark, for {@link #since}. */
    int now() {
        return calls.size();
    }

    List<Call> since(int mark) {
        List<Call> all = List.copyOf(calls);
        return all.subList(Math.min(mark, all.size()), all.size());
    }

    List<Call> of(Stub server) {
        return of(server, 0);
    }

    List<Call> of(Stub server, int mark) {
        return since(mark).stream()
                .filter(call -> call.server().equals(server.name()))
                .toList();
    }

    /** The position of the n-th request (from 1) to a server after a mark. */
    int position(Stub server, int n, int mark) {
        List<Call> all = List.copyOf(calls);
        return IntStream.range(mark, all.size())
                .filter(i -> all.get(i).server().equals(server.name()))
                .skip(n - 1L)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    /** The position of the first call of a pair's stages. */
    int firstStage(String pair) {
        List<Call> all = List.copyOf(calls);
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).path().startsWith("/" + pair + "/"))
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    /** The calls of one pair's stages: what {@link Town} sends to {@code /PAIR/STAGE}, without the looks at an effect. */
    List<String> stages(String pair) {
        return stages(pair, 0);
    }

    List<String> stages(String pair, int mark) {
        return since(mark).stream()
                .filter(call ->
                        call.path().startsWith("/" + pair + "/") && !call.path().contains("/effect"))
                .map(call -> call.path().substring(pair.length() + 2))
                .toList();
    }

    /** The calls of one pair's stages, those that were repeated right away once only. */
    List<String> sequence(String pair) {
        List<String> calls = stages(pair);
        return IntStream.range(0, calls.size())
                .filter(i -> i == 0 || !calls.get(i).equals(calls.get(i - 1)))
                .mapToObj(calls::get)
                .toList();
    }

    List<String> keys(String pair, String stage) {
        return since(0).stream()
                .filter(call -> call.path().equals("/" + pair + "/" + stage))
                .map(Call::key)
                .toList();
    }
}
