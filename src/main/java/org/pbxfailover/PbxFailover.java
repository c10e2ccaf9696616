package org.pbxfailover;

public final class PbxFailover {
    private PbxFailover() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
