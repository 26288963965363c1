using System.Security.Cryptography;
using System.Text;

namespace Aegir.Building.Makefiles;

/// <summary>A hash of what a tree says, whatever its files are called and however they are laid out.</summary>
internal static class MakeHash
{
    public static string Of(MakeMap tree)
    {
        var text = new StringBuilder();
        Write(tree, text);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))).ToLowerInvariant();
    }

    private static void Write(MakeNode node, StringBuilder text)
    {
        if (node is MakeValue value)
            text.Append(value.Value is string content ? $"={content.Length}:{content}" : $"!{value.Value}").Append('\n');
        else if (node is MakeMap map)
        {
            text.Append("{\n");
            foreach (var key in map.Keys)
            {
                text.Append(key.Length).Append(':').Append(key);
                Write(map[key]!, text);
            }
            text.Append("}\n");
        }
    }
}
