using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AkkaCache.Multinode.Network;

/// <summary>A network device of which this process is the cable: what the kernel sends to it is read here, what is written here the kernel receives (TUN/TAP, a frame at a time).</summary>
internal sealed class Tap : IDisposable
{
    private const string Clone = "/dev/net/tun";

    // linux/if_tun.h: TUNSETIFF, IFF_TAP | IFF_NO_PI; struct ifreq has 40 bytes, its name the first 16 of them.
    private const nuint SetDevice = 0x400454ca;
    private const short FramesOnly = 0x0002 | 0x1000;
    private const int RequestBytes = 40;
    private const int NameBytes = 16;

    private readonly SafeFileHandle _handle;
    private readonly string _namespace;

    /// <summary>Makes a device and moves it to a namespace.</summary>
    /// <exception cref="Win32Exception">There can be none here.</exception>
    public Tap(string name, string inNamespace)
    {
        Name = name;
        _namespace = inNamespace;
        _handle = File.OpenHandle(Clone, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, request);
        BinaryPrimitives.WriteInt16LittleEndian(request.AsSpan(NameBytes), FramesOnly);
        if (Ioctl(_handle, SetDevice, request) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError());
        Shell.Run("", "ip", "link", "set", name, "netns", inNamespace);
    }

    public string Name { get; }

    /// <summary>A frame's bytes; not above 0 when the device is gone.</summary>
    public int Read(byte[] buffer) => (int)Read(_handle, buffer, (nuint)buffer.Length);

    /// <summary>The frame is lost when the device is gone or down.</summary>
    public void Write(byte[] frame) => _ = Write(_handle, frame, (nuint)frame.Length);

    /// <summary>Takes the device away, which ends a read that waits.</summary>
    public void Remove() => Shell.Run("", "ip", "-n", _namespace, "link", "del", Name);

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ioctl(SafeFileHandle file, nuint request, byte[] argument);

    // A file of the runtime's is one with a position, or a stream of which one thread at a time may make use.
    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(SafeFileHandle file, byte[] buffer, nuint length);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(SafeFileHandle file, byte[] frame, nuint length);
}
